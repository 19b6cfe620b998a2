package io.pocket.server;

import io.pocket.protocol.FrameHeader;

/**
 * Bounds of what is received.
 *
 * @param maxFrameBytes longest frame, header included; told to clients in the HELLO reply
 * @param maxGatheredBytes longest frame that is gathered in memory for {@link FrameHandler#onFrame}; longer ones are refused unless
 *     a sink takes them
 * @param maxGatheredTotalBytes of all half-arrived frames of one loop together; beyond it requests are answered BUSY
 */
public record InputLimits(int maxFrameBytes, int maxGatheredBytes, long maxGatheredTotalBytes) {
    public InputLimits {
        Check.within("maxFrameBytes", maxFrameBytes, FrameHeader.HEADER_LENGTH, FrameHeader.MAX_FRAME_LENGTH);
        Check.within("maxGatheredBytes", maxGatheredBytes, FrameHeader.HEADER_LENGTH, maxFrameBytes);
        Check.within("maxGatheredTotalBytes", maxGatheredTotalBytes, maxGatheredBytes, Long.MAX_VALUE);
    }

    /** Frames as the protocol allows them, 1 MiB gathered, 128 MiB in all. */
    public static InputLimits defaults() {
        return new InputLimits(FrameHeader.MAX_FRAME_LENGTH, 1 << 20, 128L << 20);
    }
}
