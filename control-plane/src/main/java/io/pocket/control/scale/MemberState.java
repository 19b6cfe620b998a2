package io.pocket.control.scale;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a node of a tier is, as the one who starts and ends it sees it. The labels are stable. */
public enum MemberState {
    /** Asked for; nobody has looked for a place yet. */
    PENDING,
    /** There is no place for it: it stays so until the cluster has more room. */
    UNSCHEDULABLE,
    /** Has a place and is coming up. */
    STARTING,
    /** Serves. */
    READY,
    /** Came up, but does not serve now. */
    UNREADY,
    /** Chosen to go: serves what it holds, takes nothing new. */
    RETIRING,
    /** Told to end. */
    ENDING,
    /** Ended by itself, and will not come back. */
    FAILED;

    /** As in answers and metrics: {@code ready}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
