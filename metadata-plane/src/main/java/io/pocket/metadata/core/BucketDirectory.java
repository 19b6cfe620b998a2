package io.pocket.metadata.core;

import io.pocket.protocol.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Where the buckets of one job live, as its first shard knows it. A bucket that was made here, by its first object or by BUCKET_CREATE, is
 * here without having been placed. On the job's other shards it holds their own buckets only, and nobody asks it.
 */
final class BucketDirectory {
    /** Stands for a bucket that has no shard yet: shard ids start at 1. */
    static final int NOWHERE = 0;

    private final int here;
    private final Map<String, Integer> shards = new HashMap<>();
    private final NavigableMap<Bytes, String> inOrder = new TreeMap<>();
    private final Map<Integer, Integer> counts = new HashMap<>();
    private int elsewhere;

    /** @param here the shard that keeps this directory */
    BucketDirectory(int here) {
        this.here = here;
    }

    /** Where the bucket lives, {@link #NOWHERE} if it has no shard yet. */
    int shardOf(String bucket) {
        return shards.getOrDefault(bucket, NOWHERE);
    }

    boolean isElsewhere(String bucket) {
        int shard = shardOf(bucket);
        return shard != NOWHERE && shard != here;
    }

    void place(String bucket, int shard) {
        if (shards.putIfAbsent(bucket, shard) == null) {
            inOrder.put(orderOf(bucket), bucket);
            count(shard, 1);
        }
    }

    private void count(int shard, int change) {
        counts.merge(shard, change, Integer::sum);
        elsewhere += shard == here ? 0 : change;
    }

    /** The bucket has come into being on this shard. */
    void foundHere(String bucket) {
        place(bucket, here);
    }

    /** A bucket of this shard was deleted: should it come again, it may go elsewhere. */
    void forget(String bucket) {
        Integer shard = shards.remove(bucket);
        if (shard != null) {
            inOrder.remove(orderOf(bucket));
            count(shard, -1);
        }
    }

    int size() {
        return shards.size();
    }

    int countOn(int shard) {
        return counts.getOrDefault(shard, 0);
    }

    /** Buckets that were placed on other shards. */
    int countElsewhere() {
        return elsewhere;
    }

    /** Buckets in the order of the names in them, from behind this one; from the first if it is empty. */
    Iterable<String> after(String bucket) {
        return (bucket.isEmpty() ? inOrder : inOrder.tailMap(orderOf(bucket), false)).values();
    }

    /** A slash sorts before most of what may follow a bucket's name in another one's, so it belongs to the key. */
    private static Bytes orderOf(String bucket) {
        return Bytes.utf8(bucket + "/");
    }
}
