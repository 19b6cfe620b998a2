package io.pocket.metadata.core;

import io.pocket.metadata.core.RecordLayout.ByExpiry;
import io.pocket.metadata.core.table.Leaves;
import io.pocket.metadata.core.table.RadixTree;
import io.pocket.metadata.core.table.RecordHeap;
import io.pocket.metadata.core.table.RecordMemory;
import io.pocket.metadata.record.ObjectImage;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.ObjectName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * All objects of a shard: their records beside the heap, a tree of names for each bucket, and one of expiries. It knows of no job, chunk or inline
 * byte: {@link ShardState} does.
 */
final class ObjectTable {
    private final RecordHeap heap;
    private final RecordLayout layout;
    private final Leaves byName;
    private final ByExpiry byExpiry;
    private final RadixTree expiries;
    private final List<Bucket> buckets = new ArrayList<>();
    private final Deque<Integer> freeNumbers = new ArrayDeque<>();
    private final byte[] key = new byte[Leaves.MAX_KEY_LENGTH];
    private final byte[] expiryKey = new byte[ByExpiry.LENGTH];
    private final byte[] path = new byte[ObjectName.MAX_LENGTH];
    private int generation;

    ObjectTable(RecordMemory memory, int shardId) {
        heap = new RecordHeap(memory);
        layout = new RecordLayout(heap, shardId);
        byName = layout.new ByName();
        byExpiry = layout.new ByExpiry();
        expiries = new RadixTree(heap, byExpiry);
    }

    RecordHeap heap() {
        return heap;
    }

    // Buckets

    Bucket newBucket(long job, String name) {
        Integer free = freeNumbers.poll();
        int number = free == null ? buckets.size() : free;
        Bucket bucket = new Bucket(number, job, name, new RadixTree(heap, byName));
        if (free == null) {
            buckets.add(bucket);
        } else {
            buckets.set(number, bucket);
        }
        return bucket;
    }

    /** An empty one that nobody will ask for any more. */
    void forget(Bucket bucket) {
        buckets.set(bucket.number(), null);
        freeNumbers.add(bucket.number());
    }

    Bucket bucketOf(int slot) {
        return buckets.get(layout.bucket(slot));
    }

    // Objects

    /** The object, or null. */
    ObjectRecord get(Bucket bucket, ObjectName name) {
        int slot = bucket.objects().get(key, name.copyKey(key));
        return slot == RecordHeap.NONE ? null : layout.read(slot);
    }

    ObjectRecord read(int slot) {
        return layout.read(slot);
    }

    /** The full name of a record's object. */
    ObjectName nameOf(int slot) {
        return ObjectName.of(pathOf(slot));
    }

    /** Copies the name without the bucket's part. */
    int copyKey(int slot, byte[] target) {
        return layout.copyKey(slot, target, 0);
    }

    /** How far the name agrees with such bytes, see {@link Leaves#mismatch}. */
    int mismatch(int slot, byte[] bytes, int length) {
        return byName.mismatch(slot, bytes, length);
    }

    /** As {@link #nameOf}. */
    Bytes pathOf(int slot) {
        int start = bucketOf(slot).start().copyTo(0, path);
        int length = start + layout.copyKey(slot, path, start);
        byte[] exact = new byte[length];
        System.arraycopy(path, 0, exact, 0, length);
        return Bytes.wrap(exact);
    }

    /** Whether there is room to write the record of a present object anew: to rename or claim it must work when objects are refused. */
    boolean hasRoomToChange() {
        return heap.hasRoomForNodes();
    }

    /** Whether such an object could be added now. */
    boolean hasRoomFor(ObjectName name, ObjectImage image) {
        if (heap.isRoomy()) {
            return true;
        }
        RecordLayout.Extras unclaimed = new RecordLayout.Extras(0, 0, Integer.MAX_VALUE, 0, 0);
        return heap.hasRoomFor(layout.encode(key, name.copyKey(key), image, unclaimed));
    }

    /**
     * Puts a record in.
     *
     * @param inlineHandle where its bytes are, if the image says that there are any
     * @param scheduled whether it ends at the time that the image names
     * @return the record that it replaces and that the caller has to {@link #free}, or {@link RecordHeap#NONE}
     */
    int put(
            Bucket bucket,
            ObjectName name,
            ObjectImage image,
            long inlineHandle,
            long claimId,
            long claimUntilMillis,
            boolean scheduled) {
        int length = name.copyKey(key);
        RecordLayout.Extras extras =
                new RecordLayout.Extras(bucket.number(), generation, inlineHandle, claimId, claimUntilMillis);
        int slot = layout.write(key, length, image, extras);
        int replaced = bucket.objects().put(key, length, slot);
        if (scheduled && image.expiresAtMillis() != 0) {
            byExpiry.copyKey(slot, expiryKey);
            expiries.put(expiryKey, ByExpiry.LENGTH, slot);
        }
        return replaced;
    }

    /** Takes a record out of its bucket; the caller has to {@link #free} it. */
    void remove(Bucket bucket, int slot) {
        bucket.objects().remove(key, layout.copyKey(slot, key, 0));
    }

    /** Nothing refers to the record any more. */
    void free(int slot) {
        heap.free(slot);
    }

    // Expiries

    /** The object will not end by itself, or has ended. Harmless when it would never have. */
    void unschedule(int slot) {
        if (layout.expiresAtMillis(slot) != 0) {
            byExpiry.copyKey(slot, expiryKey);
            expiries.remove(expiryKey, ByExpiry.LENGTH);
        }
    }

    /** The record whose object ends first, or {@link RecordHeap#NONE}. */
    int firstToExpire() {
        return expiries.first();
    }

    /** State time at which the first object ends, {@link Long#MAX_VALUE} for never. */
    long nextExpiryMillis() {
        int first = expiries.first();
        return first == RecordHeap.NONE ? Long.MAX_VALUE : layout.expiresAtMillis(first);
    }

    /** Objects that will end. */
    long scheduled() {
        return expiries.size();
    }

    // Snapshots

    /** From now on all records there are count as not written, and new ones as written. */
    void beginGeneration() {
        generation ^= RecordLayout.GENERATION;
    }

    boolean isWritten(int slot) {
        return layout.generation(slot) == generation;
    }

    void setWritten(int slot) {
        layout.setGeneration(slot, generation);
    }
}
