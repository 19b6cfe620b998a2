package io.pocket.control.decision;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What sort of thing was decided, or seen that decisions depend on. The labels are stable. */
public enum DecisionKind {
    /** This controller leads, or no longer does. */
    LEAD,
    /** A tier shall have another number of nodes. */
    SCALE,
    /** A node is started. */
    CREATE,
    /** A node is chosen to go: it takes no new data. */
    RETIRE,
    /** A node that was chosen to go stays. */
    RECALL,
    /** A node is ended. */
    DELETE,
    /** A node is in another state than before. */
    OBSERVE,
    /** Settings were read again. */
    RELOAD,
    /** What was asked for, or tried, was not possible. */
    REFUSE;

    /** As in answers and metrics: {@code create}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
