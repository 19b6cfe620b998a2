package io.pocket.server;

import io.pocket.protocol.FrameHeader;
import java.time.Duration;

/**
 * Bounds of a {@link FrameClient}.
 *
 * @param connectDeadline for the TCP connection, and again for the answer to HELLO
 * @param maxFrameBytes longest response accepted
 * @param maxOutstandingRequests further ones fail with BUSY at once
 * @param maxPendingOutputBytes bytes the kernel has not taken; beyond it requests fail with BUSY at once
 * @param backoffInitial first pause after a failed connection
 * @param backoffMax longest pause
 */
public record ClientLimits(
        Duration connectDeadline,
        int maxFrameBytes,
        int maxOutstandingRequests,
        long maxPendingOutputBytes,
        Duration backoffInitial,
        Duration backoffMax) {
    public ClientLimits {
        Check.positive("connectDeadline", connectDeadline);
        Check.within("maxFrameBytes", maxFrameBytes, FrameHeader.HEADER_LENGTH, FrameHeader.MAX_FRAME_LENGTH);
        Check.within("maxOutstandingRequests", maxOutstandingRequests, 1, 1_000_000);
        Check.within("maxPendingOutputBytes", maxPendingOutputBytes, FrameHeader.HEADER_LENGTH, Long.MAX_VALUE);
        Check.positive("backoffInitial", backoffInitial);
        Check.within("backoffMax in ns", backoffMax.toNanos(), backoffInitial.toNanos(), Long.MAX_VALUE);
    }

    /** 3 s to connect, protocol frames, 1,024 requests, 16 MiB, pauses of 50 ms to 5 s. */
    public static ClientLimits defaults() {
        return new ClientLimits(
                Duration.ofSeconds(3),
                FrameHeader.MAX_FRAME_LENGTH,
                1_024,
                16L << 20,
                Duration.ofMillis(50),
                Duration.ofSeconds(5));
    }

    public ClientLimits withConnectDeadline(Duration value) {
        return new ClientLimits(
                value, maxFrameBytes, maxOutstandingRequests, maxPendingOutputBytes, backoffInitial, backoffMax);
    }

    public ClientLimits withMaxOutstandingRequests(int value) {
        return new ClientLimits(
                connectDeadline, maxFrameBytes, value, maxPendingOutputBytes, backoffInitial, backoffMax);
    }

    public ClientLimits withBackoff(Duration initial, Duration max) {
        return new ClientLimits(
                connectDeadline, maxFrameBytes, maxOutstandingRequests, maxPendingOutputBytes, initial, max);
    }
}
