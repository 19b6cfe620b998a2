package io.pocket.monitor.node;

import io.pocket.protocol.counters.NodeCounter;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A node at one moment.
 *
 * @param nodeId empty while ABSENT
 * @param startedAtMillis wall clock at which its process began to count; 0 while ABSENT
 * @param counters the last values of a node that is GONE; empty while ABSENT
 */
public record NodeObservation(
        NodeState state,
        OptionalInt nodeId,
        long incarnation,
        long pid,
        long startedAtMillis,
        Map<NodeCounter, Long> counters) {
    private static final NodeObservation ABSENT =
            new NodeObservation(NodeState.ABSENT, OptionalInt.empty(), 0, 0, 0, Map.of());

    public NodeObservation {
        EnumMap<NodeCounter, Long> copy = new EnumMap<>(NodeCounter.class);
        copy.putAll(counters);
        counters = Collections.unmodifiableMap(copy);
    }

    /** There is no node. */
    public static NodeObservation absent() {
        return ABSENT;
    }

    /** Whether this is the same process as {@code other}, running or not. */
    boolean isSameProcess(NodeObservation other) {
        return pid == other.pid && startedAtMillis == other.startedAtMillis && incarnation == other.incarnation;
    }
}
