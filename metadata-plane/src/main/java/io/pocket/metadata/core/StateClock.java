package io.pocket.metadata.core;

/**
 * State time: milliseconds that only move on while the shard runs, logged with every record. A restart goes on from the last logged
 * time, so down-time expires nothing and a jump of the wall clock does not exist here (rule 14).
 */
final class StateClock {
    private static final long NANOS_PER_MILLI = 1_000_000;

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

    /** First driver time at which {@link #millis} has reached {@code millis}. */
    long nanosAt(long millis) {
        return startNanos + (millis - baseMillis) * NANOS_PER_MILLI;
    }
}
