package io.pocket.data.nativeplane.dpdk;

import io.pocket.data.nativeplane.dpdk.packet.Drop;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counts of one queue: written by its thread only, hence without a locked instruction; read by any. */
final class QueueCounters {
    private final Map<QueueCounter, AtomicLong> counts = new EnumMap<>(QueueCounter.class);
    private final Map<Drop, AtomicLong> drops = new EnumMap<>(Drop.class);

    QueueCounters() {
        for (QueueCounter counter : QueueCounter.values()) {
            counts.put(counter, new AtomicLong());
        }
        for (Drop reason : Drop.values()) {
            drops.put(reason, new AtomicLong());
        }
    }

    void add(QueueCounter counter, long amount) {
        add(counts.get(counter), amount);
    }

    void dropped(Drop reason) {
        add(drops.get(reason), 1);
    }

    long value(QueueCounter counter) {
        return counts.get(counter).get();
    }

    long drops(Drop reason) {
        return drops.get(reason).get();
    }

    private static void add(AtomicLong count, long amount) {
        count.setRelease(count.getPlain() + amount);
    }
}
