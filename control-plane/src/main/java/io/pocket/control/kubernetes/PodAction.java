package io.pocket.control.kubernetes;

import io.pocket.control.decision.DecisionKind;

/** A step towards what a tier shall be. Each may be repeated, and none depends on another of the same plan. */
sealed interface PodAction {

    DecisionKind kind();

    /** One sentence. */
    String reason();

    /** A pod is made; there is none of this number. */
    record Create(int ordinal, String reason) implements PodAction {
        @Override
        public DecisionKind kind() {
            return DecisionKind.CREATE;
        }
    }

    /** A pod is chosen to go. */
    record Retire(PodView pod, String reason) implements PodAction {
        @Override
        public DecisionKind kind() {
            return DecisionKind.RETIRE;
        }
    }

    /** A pod that was chosen to go stays after all. */
    record Recall(PodView pod, String reason) implements PodAction {
        @Override
        public DecisionKind kind() {
            return DecisionKind.RECALL;
        }
    }

    /** A pod is ended: it holds nothing, or nothing that could be saved. */
    record Delete(PodView pod, String reason) implements PodAction {
        @Override
        public DecisionKind kind() {
            return DecisionKind.DELETE;
        }
    }
}
