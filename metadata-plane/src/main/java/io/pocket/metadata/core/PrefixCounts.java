package io.pocket.metadata.core;

import io.pocket.protocol.Bytes;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How many objects start with each prefix that somebody waits at. Kept up with every change instead of being counted anew: a change looks
 * only at the prefixes of its own name, of which there are at most as many as the name has bytes.
 */
final class PrefixCounts {
    private final Map<Long, NavigableMap<Bytes, Entry>> byJob = new HashMap<>();
    private final ArrayDeque<Entry> reached = new ArrayDeque<>();

    /** A prefix of one job's names. */
    static final class Entry {
        private final long job;
        private final Bytes prefix;
        private long objects;
        private long bytes;
        private long target = Long.MAX_VALUE;
        private boolean told;

        private Entry(long job, Bytes prefix, long objects, long bytes) {
            this.job = job;
            this.prefix = prefix;
            this.objects = objects;
            this.bytes = bytes;
        }

        /** Objects that are there, those included that have expired and not been taken away yet. */
        long objects() {
            return objects;
        }

        long bytes() {
            return bytes;
        }

        /** {@link #pollReached} tells when there are so many objects. */
        void target(long atLeast) {
            target = atLeast;
        }
    }

    /** The entry of a prefix, or null when it is not followed. */
    Entry find(long job, Bytes prefix) {
        NavigableMap<Bytes, Entry> entries = byJob.get(job);
        return entries == null ? null : entries.get(prefix);
    }

    /** Follows a prefix that is not followed yet, from these counts on. */
    Entry follow(long job, Bytes prefix, long objects, long bytes) {
        Entry entry = new Entry(job, prefix, objects, bytes);
        byJob.computeIfAbsent(job, _ -> new TreeMap<>()).put(prefix, entry);
        return entry;
    }

    void unfollow(Entry entry) {
        NavigableMap<Bytes, Entry> entries = byJob.get(entry.job);
        entries.remove(entry.prefix);
        if (entries.isEmpty()) {
            byJob.remove(entry.job);
        }
    }

    boolean isAnyReached() {
        return !reached.isEmpty();
    }

    /** An entry whose target was reached since it was told last, or null. */
    Entry pollReached() {
        Entry entry = reached.poll();
        if (entry != null) {
            entry.told = false;
        }
        return entry;
    }

    /** To be told again. */
    void tellAgain(Entry entry) {
        if (!entry.told) {
            entry.told = true;
            reached.add(entry);
        }
    }

    void added(long job, Bytes name, long sizeBytes) {
        change(job, name, 1, sizeBytes);
    }

    void removed(long job, Bytes name, long sizeBytes) {
        change(job, name, -1, -sizeBytes);
    }

    /** Nothing is left that starts with this. */
    void cleared(long job, Bytes start) {
        NavigableMap<Bytes, Entry> entries = byJob.get(job);
        if (entries == null) {
            return;
        }
        for (Map.Entry<Bytes, Entry> each : entries.tailMap(start, true).entrySet()) {
            if (!each.getKey().startsWith(start)) {
                return;
            }
            Entry entry = each.getValue();
            change(entry, -entry.objects, -entry.bytes);
        }
    }

    /** Whether anything of this job is counted. */
    boolean isAny(long job) {
        return !byJob.isEmpty() && byJob.containsKey(job);
    }

    private void change(long job, Bytes name, int objects, long bytes) {
        NavigableMap<Bytes, Entry> entries = byJob.get(job);
        if (entries != null) {
            changeAll(entries, name, objects, bytes);
        }
    }

    /**
     * From the name downwards. What lies between a prefix of the name and the name starts with that prefix too; so the greatest key not
     * above the name is such a prefix, or shares with the name what the next one must be a prefix of.
     */
    private void changeAll(NavigableMap<Bytes, Entry> entries, Bytes name, int objects, long bytes) {
        Map.Entry<Bytes, Entry> at = entries.floorEntry(name);
        while (at != null) {
            Bytes key = at.getKey();
            if (name.startsWith(key)) {
                change(at.getValue(), objects, bytes);
                at = entries.lowerEntry(key);
            } else {
                at = entries.floorEntry(commonPrefix(key, name));
            }
        }
    }

    private static Bytes commonPrefix(Bytes one, Bytes other) {
        byte[] bytes = one.toArray();
        int mismatch = Arrays.mismatch(bytes, other.toArray());
        return Bytes.wrap(mismatch < 0 ? bytes : Arrays.copyOf(bytes, mismatch));
    }

    private void change(Entry entry, long objects, long bytes) {
        entry.objects += objects;
        entry.bytes += bytes;
        if (entry.objects >= entry.target) {
            tellAgain(entry);
        }
    }
}
