package io.pocket.protocol;

/**
 * An upload id names one client session on one shard: {@code shard (16 bits) | counter (48 bits)}. 0 is no upload.
 * At a million sessions a second a shard's counter lasts nine years.
 */
public final class UploadId {
    public static final long NONE = 0;
    public static final int MAX_SHARD_ID = 0xffff;

    private static final int COUNTER_BITS = 48;
    private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;

    private UploadId() {}

    public static long of(int shardId, long counter) {
        if (shardId < 1 || shardId > MAX_SHARD_ID || counter < 1 || counter > COUNTER_MASK) {
            throw new IllegalArgumentException("no upload id for shard " + shardId + ", counter " + counter);
        }
        return (long) shardId << COUNTER_BITS | counter;
    }

    public static int shardId(long uploadId) {
        return (int) (uploadId >>> COUNTER_BITS);
    }

    public static long counter(long uploadId) {
        return uploadId & COUNTER_MASK;
    }
}
