package io.pocket.metadata.core;

import io.pocket.protocol.message.Tombstone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Dropped jobs in the order in which they were dropped (rule 7). */
final class Tombstones {
    private final Map<Long, Entry> byJob = new LinkedHashMap<>();
    private long counter;

    /** One dropped job and its place in the order. */
    record Entry(long job, long untilEpochSeconds, long sequence) {}

    boolean contains(long job) {
        return byJob.containsKey(job);
    }

    void add(long job, long untilEpochSeconds) {
        byJob.remove(job);
        byJob.put(job, new Entry(job, untilEpochSeconds, ++counter));
    }

    void restore(Entry entry) {
        byJob.put(entry.job(), entry);
    }

    void remove(long job) {
        byJob.remove(job);
    }

    Iterable<Entry> all() {
        return byJob.values();
    }

    long counter() {
        return counter;
    }

    void setCounter(long value) {
        counter = value;
    }

    /** Tombstones added after the one with this sequence, at most {@code max}. */
    List<Tombstone> after(long sequence, int max) {
        List<Tombstone> later = new ArrayList<>();
        for (Entry entry : byJob.values()) {
            if (entry.sequence() > sequence && later.size() < max) {
                later.add(new Tombstone(entry.job(), entry.untilEpochSeconds()));
            }
        }
        return later;
    }

    /** Sequence of the tombstone of this job, 0 when there is none. */
    long sequence(long job) {
        Entry entry = byJob.get(job);
        return entry == null ? 0 : entry.sequence();
    }

    /** Jobs whose last token has expired. */
    List<Long> expired(long nowEpochSeconds) {
        List<Long> jobs = new ArrayList<>();
        for (Entry entry : byJob.values()) {
            if (entry.untilEpochSeconds() <= nowEpochSeconds) {
                jobs.add(entry.job());
            }
        }
        return jobs;
    }
}
