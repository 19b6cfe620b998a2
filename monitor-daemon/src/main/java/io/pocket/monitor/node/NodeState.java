package io.pocket.monitor.node;

/** What a monitor knows about its node. */
public enum NodeState {
    /** No counters file yet: the node has not started, or has not joined the cluster. */
    ABSENT,
    /** The process that made the counters file runs. */
    RUNNING,
    /** The process that made the counters file has ended. */
    GONE
}
