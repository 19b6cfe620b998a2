package io.pocket.simulator.history;

/**
 * What one client asked and what became of it.
 *
 * @param name of the object
 * @param contentId of the put, or of the content that was read; 0 for none
 * @param invokedNanos when the client asked
 * @param completedNanos when it had the answer; {@link Long#MAX_VALUE} when it never had one
 * @param version that a mutation made, or of the object that was read; 0 when unknown
 * @param asOf the shard's mutation counter as of which a read was answered; 0 when unknown
 */
public record Observation(
        int client,
        Kind kind,
        String name,
        Seen outcome,
        long contentId,
        long invokedNanos,
        long completedNanos,
        long version,
        long asOf) {
    /** What was asked. */
    public enum Kind {
        PUT,
        PUT_IF_ABSENT,
        GET,
        DELETE
    }

    /** What the client was told. */
    public enum Seen {
        DONE,
        NOT_FOUND,
        EXISTS,
        /** The client knows that nothing happened. */
        REFUSED,
        /** The client cannot know whether it happened. */
        UNKNOWN
    }

    boolean isMutation() {
        return kind != Kind.GET;
    }

    boolean isPut() {
        return kind == Kind.PUT || kind == Kind.PUT_IF_ABSENT;
    }

    /** Place in the shard's serial order; 0 when unknown. */
    long position() {
        return isMutation() && outcome == Seen.DONE ? version : asOf;
    }
}
