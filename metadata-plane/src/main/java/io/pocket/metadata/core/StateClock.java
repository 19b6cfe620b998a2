package io.pocket.metadata.core;

/**
 * State time: milliseconds that only move on while the shard runs, logged with every record. A restart goes on from the last logged
 * time, so down-time expires nothing and a jump of the wall clock does not exist here (rule 14).
 */
final class StateClock {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** So that no time to live, however long, overflows the driver's nanoseconds. */
    private static final long MAX_AHEAD_MILLIS = 10L * 365 * 24 * 3600 * 1000;

    private final long baseMillis;
    private final long startNanos;

    /**
     * Starts the clock.
     *
     * @param baseMillis last logged state time
     * @param startNanos the driver's monotonic time now
     */
    StateClock(long baseMillis, long startNanos) {
        this.baseMillis = baseMillis;
        this.startNanos = startNanos;
    }

    long millis(long nowNanos) {
        return baseMillis + (nowNanos - startNanos) / NANOS_PER_MILLI;
    }

    /** First driver time at which {@link #millis} has reached {@code millis}, or ten years from the start if that is earlier. */
    long nanosAt(long millis) {
        return startNanos + Math.min(millis - baseMillis, MAX_AHEAD_MILLIS) * NANOS_PER_MILLI;
    }
}
