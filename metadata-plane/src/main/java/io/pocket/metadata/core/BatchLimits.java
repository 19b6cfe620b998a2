package io.pocket.metadata.core;

import io.pocket.protocol.FrameHeader;

/**
 * Bounds of the batches whose answers are not complete, because something in them waits.
 *
 * @param waitingPerConnection such batches of one connection
 * @param waitingBytes memory for the answers of all such batches of the shard, in bytes
 */
public record BatchLimits(int waitingPerConnection, long waitingBytes) {
    public BatchLimits {
        if (waitingPerConnection < 1) {
            throw new IllegalArgumentException(
                    "waiting batches of a connection is " + waitingPerConnection + ", allowed is at least 1");
        }
        if (waitingBytes < FrameHeader.MAX_FRAME_LENGTH) {
            throw new IllegalArgumentException("memory for waiting batches is " + waitingBytes
                    + " bytes, allowed is at least one frame, " + FrameHeader.MAX_FRAME_LENGTH);
        }
    }

    /** The shipped bounds: 16 of a connection, 32 MiB. */
    public static BatchLimits defaults() {
        return new BatchLimits(16, 32L << 20);
    }
}
