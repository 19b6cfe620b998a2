package io.pocket.data;

import io.pocket.protocol.message.Tombstone;
import java.util.ArrayList;
import java.util.List;

/** Jobs that were dropped, until their last token has expired (rule 7). */
final class Tombstones {

    private final LongMap<Tombstone> entries = new LongMap<>();

    /** Whether that says more than was known. */
    boolean add(long job, long untilEpochSeconds) {
        Tombstone known = entries.get(job);
        boolean isNews = known == null || known.untilEpochSeconds() < untilEpochSeconds;
        if (isNews) {
            entries.put(job, new Tombstone(job, untilEpochSeconds));
        }
        return isNews;
    }

    boolean contains(long job) {
        return entries.get(job) != null;
    }

    void expire(long nowEpochSeconds) {
        List<Tombstone> expired = new ArrayList<>();
        entries.forEach(entry -> {
            if (entry.untilEpochSeconds() < nowEpochSeconds) {
                expired.add(entry);
            }
        });
        expired.forEach(entry -> entries.remove(entry.job()));
    }

    List<Tombstone> list() {
        List<Tombstone> all = new ArrayList<>(entries.size());
        entries.forEach(all::add);
        return all;
    }
}
