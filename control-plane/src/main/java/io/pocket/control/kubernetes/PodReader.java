package io.pocket.control.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.pocket.control.scale.MemberState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Reads what a pod's object says about it. Nothing in it is trusted to be there. */
final class PodReader {

    private PodReader() {}

    /**
     * The pod's view, as yet without a node.
     *
     * @param tierName the name that pods of the tier begin with
     * @return nothing for a pod whose name is none of the controller's making
     */
    static Optional<PodView> read(Pod pod, String tierName) {
        OptionalInt ordinal = ordinal(pod.getMetadata().getName(), tierName);
        if (ordinal.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> annotations =
                Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
        return Optional.of(new PodView(
                pod.getMetadata().getName(),
                ordinal.getAsInt(),
                pod.getMetadata().getUid(),
                pod.getMetadata().getResourceVersion(),
                state(pod, annotations),
                detail(pod),
                Optional.ofNullable(annotations.get(Names.RETIRING)),
                annotations.getOrDefault(Names.TEMPLATE_HASH, ""),
                Optional.empty()));
    }

    static String name(String tierName, int ordinal) {
        return tierName + "-" + ordinal;
    }

    private static OptionalInt ordinal(String name, String tierName) {
        if (!name.startsWith(tierName + "-")) {
            return OptionalInt.empty();
        }
        String digits = name.substring(tierName.length() + 1);
        return digits.matches("[1-9][0-9]{0,8}") ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
    }

    private static MemberState state(Pod pod, Map<String, String> annotations) {
        String phase = phase(pod);
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return MemberState.ENDING;
        } else if (phase.equals("Failed") || phase.equals("Succeeded")) {
            return MemberState.FAILED;
        } else if (annotations.get(Names.RETIRING) != null) {
            return MemberState.RETIRING;
        } else if (isTrue(condition(pod, "Ready"))) {
            return MemberState.READY;
        } else if (phase.equals("Running")) {
            return MemberState.UNREADY;
        }
        return notYetRunning(pod);
    }

    private static MemberState notYetRunning(Pod pod) {
        Optional<PodCondition> scheduled = condition(pod, "PodScheduled");
        if (isTrue(scheduled)) {
            return MemberState.STARTING;
        }
        boolean unschedulable = scheduled
                .filter(known -> Objects.equals(known.getReason(), "Unschedulable"))
                .isPresent();
        return unschedulable ? MemberState.UNSCHEDULABLE : MemberState.PENDING;
    }

    private static String phase(Pod pod) {
        return status(pod).map(PodStatus::getPhase).orElse("Pending");
    }

    private static Optional<PodStatus> status(Pod pod) {
        return Optional.ofNullable(pod.getStatus());
    }

    private static boolean isTrue(Optional<PodCondition> condition) {
        return condition
                .filter(known -> Objects.equals(known.getStatus(), "True"))
                .isPresent();
    }

    private static Optional<PodCondition> condition(Pod pod, String type) {
        return status(pod).map(PodStatus::getConditions).orElse(List.of()).stream()
                .filter(condition -> Objects.equals(condition.getType(), type))
                .findFirst();
    }

    /** The first of: why it was ended, why it has no place, what a container waits for. */
    private static String detail(Pod pod) {
        Optional<String> ended = status(pod)
                .map(PodStatus::getReason)
                .map(reason -> sentence(reason, pod.getStatus().getMessage()));
        Optional<String> unscheduled = condition(pod, "PodScheduled")
                .filter(condition -> !Objects.equals(condition.getStatus(), "True"))
                .map(condition -> sentence(condition.getReason(), condition.getMessage()));
        return ended.or(() -> unscheduled).or(() -> waiting(pod)).orElse("");
    }

    private static Optional<String> waiting(Pod pod) {
        Stream<ContainerStatus> containers = status(pod).stream()
                .flatMap(status -> Stream.concat(
                        status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream()));
        return containers
                .filter(container ->
                        container.getState() != null && container.getState().getWaiting() != null)
                .findFirst()
                .map(container -> {
                    ContainerStateWaiting waiting = container.getState().getWaiting();
                    return container.getName() + ": " + sentence(waiting.getReason(), waiting.getMessage());
                });
    }

    private static String sentence(String reason, String message) {
        return message == null || message.isBlank() ? String.valueOf(reason) : reason + ": " + message;
    }
}
