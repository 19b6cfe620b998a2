package io.pocket.data.jvm.file;

import java.time.Duration;

/**
 * How a file store works.
 *
 * @param queueDepth operations under way at once, 1 to 4096
 * @param stagingBytes memory that bytes under way pass through, taken at start, at least {@link #STAGING_BYTES_MIN}; with
 *     it used up the store is BUSY
 * @param transferTimeout how long a transfer may take, its wait for the device included, 10 ms to 1 h; after that its asker is
 *     told that it failed
 * @param ioUring whether to use io_uring if it is there
 * @param direct whether to go past the page cache if the file system allows it
 */
public record FileStoreOptions(
        int queueDepth, int stagingBytes, Duration transferTimeout, boolean ioUring, boolean direct) {

    /** Two transfers of the longest frame. */
    public static final int STAGING_BYTES_MIN = 9 << 20;

    private static final int STAGING_BYTES_MAX = 1 << 30;
    private static final int QUEUE_DEPTH_MAX = 4_096;
    private static final Duration TIMEOUT_MIN = Duration.ofMillis(10);
    private static final Duration TIMEOUT_MAX = Duration.ofHours(1);

    /** Checks the ranges. */
    public FileStoreOptions {
        require(queueDepth >= 1 && queueDepth <= QUEUE_DEPTH_MAX, "io-depth", queueDepth, 1, QUEUE_DEPTH_MAX);
        require(
                stagingBytes >= STAGING_BYTES_MIN && stagingBytes <= STAGING_BYTES_MAX,
                "staging",
                stagingBytes,
                STAGING_BYTES_MIN,
                STAGING_BYTES_MAX);
        if (transferTimeout.compareTo(TIMEOUT_MIN) < 0 || transferTimeout.compareTo(TIMEOUT_MAX) > 0) {
            throw new IllegalArgumentException("io-timeout " + transferTimeout + " is not within 10 ms to 1 h");
        }
    }

    /** 64 operations in 64 MiB, 30 s for each. */
    public static FileStoreOptions defaults() {
        return new FileStoreOptions(64, 64 << 20, Duration.ofSeconds(30), true, true);
    }

    private static void require(boolean condition, String name, int value, int min, int max) {
        if (!condition) {
            throw new IllegalArgumentException(name + " " + value + " is not within " + min + ".." + max);
        }
    }
}
