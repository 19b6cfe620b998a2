package io.pocket.metadata.core;

import io.pocket.metadata.core.table.RecordHeap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Buckets to which no name leads any more, given back a few objects at a time so that nobody waits for a large one. Those of dropped jobs only
 * take memory. Chunks of deleted buckets are freed in an order that the log must know, so how far that has come is part of the state.
 */
final class Garbage {
    private final ObjectTable table;
    private final Releases releases;
    private final Deque<Bucket> dropped = new ArrayDeque<>();
    private final Deque<Bucket> deleted = new ArrayDeque<>();

    /** The rest of the state. */
    interface Releases {
        /** Gives back what the record's object has beside its place in the bucket, and the record. */
        void release(int slot, boolean withChunks);
    }

    Garbage(ObjectTable table, Releases releases) {
        this.table = table;
        this.releases = releases;
    }

    /** The job was dropped; its nodes free all chunks by themselves, those of buckets deleted before included. */
    void drop(JobState job) {
        job.buckets().values().forEach(this::drop);
        for (Iterator<Bucket> each = deleted.iterator(); each.hasNext(); ) {
            Bucket bucket = each.next();
            if (bucket.job() == job.terms().job()) {
                each.remove();
                drop(bucket);
            }
        }
    }

    private void drop(Bucket bucket) {
        bucket.drop();
        dropped.addLast(bucket);
    }

    /** The bucket was deleted, and is marked so. */
    void delete(Bucket bucket) {
        deleted.addLast(bucket);
    }

    /** Deleted buckets, the oldest first. */
    List<Bucket> deleted() {
        return new ArrayList<>(deleted);
    }

    /** The deleted bucket with this version of its deletion. */
    Bucket deletedAt(long version) {
        for (Bucket bucket : deleted) {
            if (bucket.deletedAt() == version) {
                return bucket;
            }
        }
        throw new IllegalStateException("no bucket was deleted at version " + version);
    }

    /** All that is left. */
    long objects() {
        long sum = 0;
        for (Bucket bucket : deleted) {
            sum += bucket.objects().size();
        }
        for (Bucket bucket : dropped) {
            sum += bucket.objects().size();
        }
        return sum;
    }

    boolean isDroppedEmpty() {
        return dropped.isEmpty();
    }

    boolean isDeletedEmpty() {
        return deleted.isEmpty();
    }

    /** Gives back at most so many objects of dropped jobs. */
    void collectDropped(int max) {
        collect(dropped, max, false);
    }

    /** Frees at most so many objects of deleted buckets; part of the logged state. */
    void collectDeleted(int max) {
        collect(deleted, max, true);
    }

    private void collect(Deque<Bucket> buckets, int max, boolean withChunks) {
        int count = 0;
        while (count < max && !buckets.isEmpty()) {
            Bucket bucket = buckets.getFirst();
            int slot = bucket.objects().first();
            if (slot == RecordHeap.NONE) {
                table.forget(buckets.removeFirst());
            } else {
                table.remove(bucket, slot);
                releases.release(slot, withChunks);
            }
            count++;
        }
    }
}
