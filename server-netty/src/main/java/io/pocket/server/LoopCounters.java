package io.pocket.server;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counts of one loop: written by its thread only, hence without a locked instruction; read by any. */
final class LoopCounters {
    private final Map<TransportCounter, AtomicLong> counts = new EnumMap<>(TransportCounter.class);
    private final Map<CloseReason, AtomicLong> closed = new EnumMap<>(CloseReason.class);

    LoopCounters() {
        for (TransportCounter counter : TransportCounter.values()) {
            counts.put(counter, new AtomicLong());
        }
        for (CloseReason reason : CloseReason.values()) {
            closed.put(reason, new AtomicLong());
        }
    }

    void add(TransportCounter counter, long amount) {
        add(counts.get(counter), amount);
    }

    void closed(CloseReason reason) {
        add(closed.get(reason), 1);
    }

    long value(TransportCounter counter) {
        return counts.get(counter).get();
    }

    long closedBecause(CloseReason reason) {
        return closed.get(reason).get();
    }

    private static void add(AtomicLong count, long amount) {
        count.setRelease(count.getPlain() + amount);
    }
}
