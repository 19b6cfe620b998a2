package io.pocket.simulator.history;

/**
 * What one client asked and what became of it.
 *
 * @param name of the object, job included; of a rename: the new one; of a count: the prefix
 * @param contentId of the put, or of the content that was read; 0 for none; of a count: what was counted
 * @param invokedNanos when the client asked
 * @param completedNanos when it had the answer; {@link Long#MAX_VALUE} when it never had one
 * @param version that a mutation made, or of the object that was read; 0 when unknown
 * @param asOf the shard's mutation counter as of which a read was answered; 0 when unknown
 * @param terms of what was asked
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
        long asOf,
        Terms terms) {
    /** What was asked. */
    public enum Kind {
        PUT,
        PUT_IF_ABSENT,
        GET,
        /** A get that deletes what it has read. */
        CONSUME,
        /** One name within the range of a page; NOT_FOUND when the page has it not. */
        LIST,
        DELETE,
        RENAME,
        COUNT
    }

    /** What the client was told. */
    public enum Seen {
        DONE,
        NOT_FOUND,
        EXISTS,
        /** It has another version than the one that was asked for. */
        OTHER_VERSION,
        /** The client knows that nothing happened. */
        REFUSED,
        /** The client cannot know whether it happened. */
        UNKNOWN
    }

    /**
     * What a client asks besides.
     *
     * @param ttlNanos of a put; 0 for none
     * @param ifVersion version that the object must have; 0 for any
     * @param from former name, of a rename; otherwise null
     */
    public record Terms(long ttlNanos, long ifVersion, String from) {
        public static final Terms NONE = new Terms(0, 0, null);

        public static Terms ttl(long nanos) {
            return new Terms(nanos, 0, null);
        }

        public static Terms ifVersion(long version) {
            return new Terms(0, version, null);
        }

        public static Terms from(String name) {
            return new Terms(0, 0, name);
        }
    }

    /** Without particular terms. */
    public Observation(
            int client,
            Kind kind,
            String name,
            Seen outcome,
            long contentId,
            long invokedNanos,
            long completedNanos,
            long version,
            long asOf) {
        this(client, kind, name, outcome, contentId, invokedNanos, completedNanos, version, asOf, Terms.NONE);
    }

    boolean isMutation() {
        return isPut() || kind == Kind.DELETE || kind == Kind.RENAME;
    }

    boolean isPut() {
        return kind == Kind.PUT || kind == Kind.PUT_IF_ABSENT;
    }

    boolean isDone() {
        return outcome == Seen.DONE;
    }

    boolean isUnknown() {
        return outcome == Seen.UNKNOWN;
    }

    /** Whether it saw this very version of an object. */
    boolean sawVersion() {
        return isDone() && (kind == Kind.GET || kind == Kind.CONSUME || kind == Kind.LIST);
    }

    /** Whether it can have made an object of this name. */
    boolean mayMake(String what) {
        return name.equals(what) && (isPut() || kind == Kind.RENAME);
    }

    /** Whether it can have ended an object of this name. */
    boolean mayEnd(String what) {
        return kind == Kind.RENAME ? what.equals(terms.from()) : kind == Kind.DELETE && name.equals(what);
    }

    /** Place in the shard's serial order; 0 when unknown. */
    long position() {
        return isMutation() && isDone() ? version : asOf;
    }
}
