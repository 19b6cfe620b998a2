package io.pocket.monitor.node;

/** What happened to a node between two observations. */
public enum NodeChange {
    NONE,
    /** It runs, and was not seen to run before. */
    STARTED,
    /** Another process of it runs than before. */
    RESTARTED,
    /** Its process ended. */
    DIED,
    /** Its counters file was removed. */
    VANISHED;

    public static NodeChange between(NodeObservation before, NodeObservation now) {
        return switch (now.state()) {
            case ABSENT -> before.state() == NodeState.ABSENT ? NONE : VANISHED;
            case GONE -> before.state() == NodeState.GONE && now.isSameProcess(before) ? NONE : DIED;
            case RUNNING -> toRunning(before, now);
        };
    }

    private static NodeChange toRunning(NodeObservation before, NodeObservation now) {
        if (before.state() == NodeState.ABSENT) {
            return STARTED;
        }
        return now.isSameProcess(before) ? NONE : RESTARTED;
    }
}
