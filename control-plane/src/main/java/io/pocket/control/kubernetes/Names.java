package io.pocket.control.kubernetes;

/** Labels and annotations by which people and the controller tell each other things. They are stable. */
final class Names {

    /** On PodTemplates and pods: the tier's label. */
    static final String TIER = "pocket.io/tier";

    /** On PodTemplates: how many nodes the tier shall have; the minimum where it is absent. */
    static final String NODES = "pocket.io/nodes";

    /** On PodTemplates: uids of pods that go first when the tier has too many, with commas between. */
    static final String CHOSEN = "pocket.io/chosen-to-go";

    /** On PodTemplates: counts the controllers that have led, so that a former one is known for one. */
    static final String LEADER_EPOCH = "pocket.io/leader-epoch";

    /** On pods: the epoch of the controller that made it. */
    static final String MADE_IN_EPOCH = LEADER_EPOCH;

    /** On pods: a digest of the template that it was made from. */
    static final String TEMPLATE_HASH = "pocket.io/template-hash";

    /** On pods that are chosen to go: why. */
    static final String RETIRING = "pocket.io/retiring";

    private Names() {}
}
