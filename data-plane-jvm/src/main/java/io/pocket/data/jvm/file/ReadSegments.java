package io.pocket.data.jvm.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Segments that reads may still get on, by their place on the disk; no two of them overlap. */
final class ReadSegments {

    private final NavigableMap<Long, ReadSegment> byStart = new TreeMap<>();

    /** The segment that holds a byte of the disk, or null. */
    ReadSegment at(long position) {
        Map.Entry<Long, ReadSegment> found = byStart.floorEntry(position);
        return found != null && position < found.getValue().end() ? found.getValue() : null;
    }

    /** Where the first segment begins that begins after a byte of the disk; {@code limit} if that comes first. */
    long startAfter(long position, long limit) {
        Long found = byStart.higherKey(position);
        return found == null ? limit : Math.min(limit, found);
    }

    void add(ReadSegment segment) {
        byStart.put(segment.start(), segment);
    }

    void remove(ReadSegment segment) {
        byStart.remove(segment.start(), segment);
    }

    /** Takes out all that hold a byte of a range of the disk. */
    List<ReadSegment> removeWithin(long from, long until) {
        List<ReadSegment> found = new ArrayList<>(0);
        ReadSegment first = at(from);
        long start = first == null ? from : first.start();
        found.addAll(byStart.subMap(start, until).values());
        found.forEach(this::remove);
        return found;
    }
}
