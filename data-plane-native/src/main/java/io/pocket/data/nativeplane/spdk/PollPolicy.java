package io.pocket.data.nativeplane.spdk;

/** What a reactor does while it has nothing to do. */
public enum PollPolicy {
    /** Polls on: the shortest latency, for a core of its own. */
    ALWAYS,
    /** Polls on for a while after the last transfer, then sleeps in between; a new transfer wakes it. */
    ADAPTIVE
}
