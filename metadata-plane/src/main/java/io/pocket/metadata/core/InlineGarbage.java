package io.pocket.metadata.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** Inline bytes and expiries of dropped jobs, given back a few objects at a time so that a drop stops nobody. */
final class InlineGarbage {
    private final InlineStore inline;
    private final ObjectExpiries expiries;
    private final Deque<Iterator<Bucket>> dropped = new ArrayDeque<>();
    private Iterator<ObjectRecord> objects;

    InlineGarbage(InlineStore inline, ObjectExpiries expiries) {
        this.inline = inline;
        this.expiries = expiries;
    }

    void add(JobState job) {
        dropped.add(job.buckets().values().iterator());
    }

    boolean isEmpty() {
        return dropped.isEmpty() && objects == null;
    }

    /** Frees what is kept for at most {@code maxObjects} objects. */
    void collect(int maxObjects) {
        for (int n = 0; n < maxObjects && advance(); n++) {
            ObjectRecord object = objects.next();
            expiries.remove(object);
            if (object.image().inlineLength() > 0) {
                inline.free(object.inlineHandle(), object.image().inlineLength());
            }
        }
    }

    private boolean advance() {
        while (objects == null || !objects.hasNext()) {
            objects = nextBucket();
            if (objects == null) {
                return false;
            }
        }
        return true;
    }

    private Iterator<ObjectRecord> nextBucket() {
        while (!dropped.isEmpty()) {
            if (dropped.peekFirst().hasNext()) {
                return dropped.peekFirst().next().objects().values().iterator();
            }
            dropped.removeFirst();
        }
        return null;
    }
}
