package io.pocket.metadata.journal;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how a {@link FileJournal} writes.
 *
 * @param directory made when absent; one process at a time
 * @param segmentBytes size of one preallocated file, 64 KiB to 1 GiB, a multiple of 4,096
 * @param maxLogBytes all segments together; beyond it appends fail until a snapshot has let some go; at least two segments
 * @param segmentDeadline how long an append may wait for the next segment to be prepared
 */
public record JournalConfig(
        Path directory,
        int shardId,
        Durability durability,
        int segmentBytes,
        long maxLogBytes,
        Duration segmentDeadline) {
    private static final int SEGMENT_MIN = 64 << 10;
    private static final int SEGMENT_MAX = 1 << 30;
    private static final int PAGE = 4096;

    public JournalConfig {
        if (segmentBytes < SEGMENT_MIN || segmentBytes > SEGMENT_MAX || segmentBytes % PAGE != 0) {
            throw new IllegalArgumentException("segmentBytes is " + segmentBytes + ", must be a multiple of " + PAGE
                    + " within " + SEGMENT_MIN + ".." + SEGMENT_MAX);
        }
        if (maxLogBytes < 2L * segmentBytes) {
            throw new IllegalArgumentException("maxLogBytes is " + maxLogBytes + ", must hold two segments of "
                    + segmentBytes + " bytes at least");
        }
        if (segmentDeadline.isNegative() || segmentDeadline.isZero()) {
            throw new IllegalArgumentException("segmentDeadline is " + segmentDeadline + ", must be longer than zero");
        }
    }

    /** Segments of 64 MiB, 4 GiB in all, 5 s. */
    public static JournalConfig of(Path directory, int shardId, Durability durability) {
        return new JournalConfig(directory, shardId, durability, 64 << 20, 4L << 30, Duration.ofSeconds(5));
    }

    public JournalConfig withSegments(int bytes, long maxBytes) {
        return new JournalConfig(directory, shardId, durability, bytes, maxBytes, segmentDeadline);
    }
}
