package io.pocket.control.kubernetes;

import io.pocket.control.scale.MemberState;
import java.util.Optional;

/**
 * A pod as it was last seen.
 *
 * @param ordinal the number in its name
 * @param version changes with each change of the pod
 * @param state as {@link PodReader} found it
 * @param detail why it is not ready, in Kubernetes' words
 * @param retiring why it was chosen to go; empty if it was not
 * @param templateHash of the template that it was made from
 * @param node what registered from it
 */
record PodView(
        String name,
        int ordinal,
        String uid,
        String version,
        MemberState state,
        String detail,
        Optional<String> retiring,
        String templateHash,
        Optional<PodNode> node) {

    /** Whether it counts among the nodes that the tier has. */
    boolean isActive() {
        return switch (state) {
            case PENDING, UNSCHEDULABLE, STARTING, READY, UNREADY -> true;
            case RETIRING, ENDING, FAILED -> false;
        };
    }

    PodView with(Optional<PodNode> registered) {
        return new PodView(name, ordinal, uid, version, state, detail, retiring, templateHash, registered);
    }
}
