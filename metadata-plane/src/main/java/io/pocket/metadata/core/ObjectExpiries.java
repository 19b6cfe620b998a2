package io.pocket.metadata.core;

import io.pocket.protocol.ObjectName;
import java.util.Comparator;
import java.util.TreeSet;

/** When objects reach the end of their time to live; one entry for each living object that has one. */
final class ObjectExpiries {
    private final TreeSet<Entry> entries =
            new TreeSet<>(Comparator.comparingLong(Entry::atMillis).thenComparingLong(Entry::version));

    /** One object version, which no other object has, and its end. */
    record Entry(long atMillis, long job, ObjectName name, long version) {}

    void add(long atMillis, long job, ObjectName name, long version) {
        entries.add(new Entry(atMillis, job, name, version));
    }

    void remove(Entry entry) {
        entries.remove(entry);
    }

    /** The object is gone or replaced. Harmless when it has no time to live. */
    void remove(ObjectRecord object) {
        long atMillis = object.image().expiresAtMillis();
        if (atMillis != 0) {
            entries.remove(new Entry(atMillis, 0, null, object.image().version()));
        }
    }

    /** The next entry due by now, or null. It stays. */
    Entry peekDue(long nowMillis) {
        return !entries.isEmpty() && entries.first().atMillis() <= nowMillis ? entries.first() : null;
    }

    /** State time of the next entry, {@link Long#MAX_VALUE} for none. */
    long nextMillis() {
        return entries.isEmpty() ? Long.MAX_VALUE : entries.first().atMillis();
    }

    int size() {
        return entries.size();
    }
}
