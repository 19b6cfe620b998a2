package io.pocket.data.nativeplane.spdk;

import java.time.Duration;

/**
 * How a store on SPDK works.
 *
 * @param queueDepth transfers under way at once, 1 to 4096
 * @param stagingBytes DMA memory that bytes under way lie in, taken at start, 9 MiB to 1 GiB; with it used up the store is BUSY
 * @param transferTimeout how long a transfer may take, its wait for the device included, 10 ms to 1 h; after that its asker is
 *     told that it failed
 */
public record SpdkStoreOptions(int queueDepth, int stagingBytes, Duration transferTimeout) {

    /** Two transfers of the longest frame. */
    public static final int STAGING_BYTES_MIN = 9 << 20;

    private static final int STAGING_BYTES_MAX = 1 << 30;
    private static final int QUEUE_DEPTH_MAX = 4_096;
    private static final Duration TIMEOUT_MIN = Duration.ofMillis(10);
    private static final Duration TIMEOUT_MAX = Duration.ofHours(1);

    /** Checks the ranges. */
    public SpdkStoreOptions {
        require(queueDepth >= 1 && queueDepth <= QUEUE_DEPTH_MAX, "io-depth " + queueDepth, "1.." + QUEUE_DEPTH_MAX);
        require(
                stagingBytes >= STAGING_BYTES_MIN && stagingBytes <= STAGING_BYTES_MAX,
                "staging " + stagingBytes,
                STAGING_BYTES_MIN + ".." + STAGING_BYTES_MAX + " bytes");
        require(
                transferTimeout.compareTo(TIMEOUT_MIN) >= 0 && transferTimeout.compareTo(TIMEOUT_MAX) <= 0,
                "io-timeout " + transferTimeout,
                "10 ms to 1 h");
    }

    /** 64 transfers in 64 MiB, 30 s for each. */
    public static SpdkStoreOptions defaults() {
        return new SpdkStoreOptions(64, 64 << 20, Duration.ofSeconds(30));
    }

    /** DMA memory that a store takes: staging, and scratch for shared blocks. */
    public long memoryBytes(int reactors) {
        return stagingBytes + SpdkDevice.scratchBytes(queueDepth * reactors);
    }

    private static void require(boolean condition, String what, String range) {
        if (!condition) {
            throw new IllegalArgumentException(what + " is not within " + range);
        }
    }
}
