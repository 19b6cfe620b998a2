package io.pocket.data.memory;

import io.pocket.data.NodeCounters;
import io.pocket.protocol.counters.NodeCounter;
import java.util.EnumMap;
import java.util.Map;

/** Counters that can be looked at. */
public final class HeapCounters implements NodeCounters {

    private final Map<NodeCounter, Long> values = new EnumMap<>(NodeCounter.class);

    @Override
    public void add(NodeCounter counter, long delta) {
        values.merge(counter, delta, Long::sum);
    }

    @Override
    public void set(NodeCounter counter, long value) {
        values.put(counter, value);
    }

    /** Current value, 0 if never touched. */
    public long get(NodeCounter counter) {
        return values.getOrDefault(counter, 0L);
    }
}
