package io.pocket.data;

import io.pocket.protocol.counters.NodeCounter;

/** Where a core counts. On the owner thread. */
public interface NodeCounters {

    /** Adds to a counter. */
    void add(NodeCounter counter, long delta);

    /** Sets a gauge. */
    void set(NodeCounter counter, long value);
}
