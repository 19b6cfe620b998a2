package io.pocket.data.nativeplane.spdk;

import java.util.concurrent.atomic.AtomicLongArray;

/** How long a device took, in buckets of doubling width from 1 µs on. One thread writes, any reads. */
public final class Latencies {

    /** The last bucket has no end; the one before ends at about 33 s. */
    public static final int BUCKETS = 27;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
    private final AtomicLongArray sumNanos = new AtomicLongArray(1);

    void add(long nanos) {
        long micros = nanos / 1_000;
        int bucket = Math.min(BUCKETS - 1, Long.SIZE - Long.numberOfLeadingZeros(micros));
        counts.lazySet(bucket, counts.getPlain(bucket) + 1);
        sumNanos.lazySet(0, sumNanos.getPlain(0) + nanos);
    }

    /** Where a bucket ends, in seconds. */
    public static double endSeconds(int bucket) {
        return bucket == BUCKETS - 1 ? Double.POSITIVE_INFINITY : (1L << bucket) / 1e6;
    }

    /** Transfers in a bucket so far. */
    public long count(int bucket) {
        return counts.get(bucket);
    }

    /** All latencies so far together. */
    public double sumSeconds() {
        return sumNanos.get(0) / 1e9;
    }
}
