package io.pocket.data.jvm.file;

import java.time.Duration;

/**
 * How a store on a hard disk works.
 *
 * @param queue reads, and as many writes, begun and not ended at once, 1 to 65536; with it full the store is BUSY
 * @param stagingBytes memory that bytes under way pass through, half of it for writes, taken at start, 9 MiB to 512 MiB;
 *     with a half used up the store is BUSY
 * @param readAheadBytes memory for bytes read before they are asked for, taken at start, 0 for none, at most 512 MiB
 * @param writeRunBytes most bytes that neighbouring writes are merged to in one device write, 64 KiB to 16 MiB
 * @param batch how long the disk reads before it turns to waiting writes, and the other way round, 1 ms to 10 s
 * @param patience how long a transfer waits in the order of the disk before its turn comes first, 10 ms to 1 min
 * @param deadline how long a transfer waits for a disk that does not answer before it fails, 1 s to 10 min
 * @param ioUring whether to use io_uring if it is there
 * @param direct whether to go past the page cache if the file system allows it
 */
public record HddStoreOptions(
        int queue,
        int stagingBytes,
        int readAheadBytes,
        int writeRunBytes,
        Duration batch,
        Duration patience,
        Duration deadline,
        boolean ioUring,
        boolean direct) {

    /** A transfer of the longest frame in each direction. */
    public static final int STAGING_BYTES_MIN = 9 << 20;

    private static final int QUEUE_MAX = 1 << 16;
    private static final int MEMORY_BYTES_MAX = 512 << 20;
    private static final int WRITE_RUN_BYTES_MIN = 64 << 10;
    private static final int WRITE_RUN_BYTES_MAX = 16 << 20;
    private static final Duration BATCH_MIN = Duration.ofMillis(1);
    private static final Duration BATCH_MAX = Duration.ofSeconds(10);
    private static final Duration PATIENCE_MIN = Duration.ofMillis(10);
    private static final Duration PATIENCE_MAX = Duration.ofMinutes(1);
    private static final Duration DEADLINE_MIN = Duration.ofSeconds(1);
    private static final Duration DEADLINE_MAX = Duration.ofMinutes(10);

    /** Checks the ranges. */
    public HddStoreOptions {
        requireWithin("hdd-queue", queue, 1, QUEUE_MAX);
        requireWithin("hdd-staging", stagingBytes, STAGING_BYTES_MIN, MEMORY_BYTES_MAX);
        requireWithin("hdd-read-ahead", readAheadBytes, 0, MEMORY_BYTES_MAX);
        requireWithin("hdd-write-run", writeRunBytes, WRITE_RUN_BYTES_MIN, WRITE_RUN_BYTES_MAX);
        requireWithin("hdd-batch", batch, BATCH_MIN, BATCH_MAX);
        requireWithin("hdd-patience", patience, PATIENCE_MIN, PATIENCE_MAX);
        requireWithin("hdd-deadline", deadline, DEADLINE_MIN, DEADLINE_MAX);
    }

    /** 1024 transfers in 32 MiB, 32 MiB read ahead, device writes of 4 MiB, turns of 150 ms. */
    public static HddStoreOptions defaults() {
        return new HddStoreOptions(
                1_024,
                32 << 20,
                32 << 20,
                4 << 20,
                Duration.ofMillis(150),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                true,
                true);
    }

    private static <T extends Comparable<T>> void requireWithin(String name, T value, T min, T max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(name + " " + value + " is not within " + min + ".." + max);
        }
    }
}
