package io.pocket.server;

/** The deadlines of one connection. Times are {@link System#nanoTime}. */
final class ConnectionClock {
    /** How long a peer may take to close after the server's last word. */
    private static final long LINGER_NANOS = 1_000_000_000L;

    private final long helloNanos;
    private final long frameNanos;
    private final long drainNanos;
    private final long idleNanos;
    private final long acceptedAt;

    private boolean authenticated;
    private long lastReceivedAt;
    private boolean midFrame;
    private long frameNumber;
    private long frameBeganAt;
    private boolean draining;
    private long drainMark;
    private long drainMarkedAt;
    private boolean closing;
    private long closingAt;

    ConnectionClock(ConnectionDeadlines deadlines, long nowNanos) {
        this.helloNanos = deadlines.hello().toNanos();
        this.frameNanos = deadlines.frame().toNanos();
        this.drainNanos = deadlines.drain().toNanos();
        this.idleNanos = deadlines.idle().toNanos();
        this.acceptedAt = nowNanos;
        this.lastReceivedAt = nowNanos;
    }

    void authenticated() {
        authenticated = true;
    }

    void received(long nowNanos) {
        lastReceivedAt = nowNanos;
    }

    /** After bytes were decoded. The frame began with the bytes received last, unless it is the one known already. */
    void frameUnderWay(boolean underWay, long number) {
        if (underWay && (!midFrame || number != frameNumber)) {
            frameBeganAt = lastReceivedAt;
        }
        midFrame = underWay;
        frameNumber = number;
    }

    /** The time in which this side did not read is not held against the peer. */
    void readingAgain(long nowNanos) {
        frameBeganAt = nowNanos;
        lastReceivedAt = nowNanos;
    }

    /** Follows the output: everything sent up to one moment is to be taken within the deadline. */
    void output(boolean pending, long sentBytes, long takenBytes, long nowNanos) {
        if (!pending || !draining || takenBytes >= drainMark) {
            draining = pending && sentBytes > takenBytes;
            drainMark = sentBytes;
            drainMarkedAt = nowNanos;
        }
    }

    void closing(long nowNanos) {
        closing = true;
        closingAt = nowNanos;
    }

    /** The deadline that has passed, or null. */
    CloseReason overdue(long nowNanos, boolean readPaused, boolean busy) {
        if (draining && nowNanos - drainMarkedAt > drainNanos) {
            return CloseReason.DRAIN_DEADLINE;
        }
        if (closing) {
            return !draining && nowNanos - closingAt > LINGER_NANOS ? CloseReason.SERVER : null;
        }
        if (!authenticated && nowNanos - acceptedAt > helloNanos) {
            return CloseReason.HELLO_DEADLINE;
        }
        if (midFrame && !readPaused && nowNanos - frameBeganAt > frameNanos) {
            return CloseReason.FRAME_DEADLINE;
        }
        return !busy && !readPaused && nowNanos - lastReceivedAt > idleNanos ? CloseReason.IDLE : null;
    }
}
