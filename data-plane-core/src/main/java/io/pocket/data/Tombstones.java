package io.pocket.data;

import java.util.ArrayList;
import java.util.List;

/** Jobs that were dropped, until their last token has expired (rule 7). */
final class Tombstones {

    private record Entry(long job, long untilEpochSeconds) {}

    private final LongMap<Entry> entries = new LongMap<>();

    void add(long job, long untilEpochSeconds) {
        Entry known = entries.get(job);
        if (known == null || known.untilEpochSeconds < untilEpochSeconds) {
            entries.put(job, new Entry(job, untilEpochSeconds));
        }
    }

    boolean contains(long job) {
        return entries.get(job) != null;
    }

    void expire(long nowEpochSeconds) {
        List<Entry> expired = new ArrayList<>();
        entries.forEach(entry -> {
            if (entry.untilEpochSeconds < nowEpochSeconds) {
                expired.add(entry);
            }
        });
        expired.forEach(entry -> entries.remove(entry.job));
    }

    int size() {
        return entries.size();
    }
}
