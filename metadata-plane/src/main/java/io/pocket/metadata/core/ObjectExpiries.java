package io.pocket.metadata.core;

import io.pocket.protocol.ObjectName;
import java.util.Comparator;
import java.util.PriorityQueue;

/** When objects reach the end of their time to live. Entries of objects that were since replaced are skipped when they come up. */
final class ObjectExpiries {
    private final PriorityQueue<Entry> queue =
            new PriorityQueue<>(Comparator.comparingLong(Entry::atMillis).thenComparingLong(Entry::version));

    /** One object version and its end. */
    record Entry(long atMillis, long job, ObjectName name, long version) {}

    void add(long atMillis, long job, ObjectName name, long version) {
        queue.add(new Entry(atMillis, job, name, version));
    }

    /** The next entry due by now, removed; null when none is. */
    Entry pollDue(long nowMillis) {
        Entry next = queue.peek();
        return next != null && next.atMillis() <= nowMillis ? queue.poll() : null;
    }

    /** State time of the next entry, {@link Long#MAX_VALUE} for none. */
    long nextMillis() {
        Entry next = queue.peek();
        return next == null ? Long.MAX_VALUE : next.atMillis();
    }
}
