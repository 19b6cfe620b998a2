package io.pocket.data.nativeplane.dpdk;

/** When to sleep between looks, and how long. No clock of its own. */
final class IdleBackoff {
    private static final long SLEEP_MIN_NANOS = 10_000;

    private final boolean always;
    private final long idleAfterNanos;
    private final long sleepMaxNanos;
    private long lastFoundNanos;
    private long nextSleepNanos = SLEEP_MIN_NANOS;

    IdleBackoff(PollingOptions options, long nowNanos) {
        always = options.always();
        idleAfterNanos = options.idleAfter().toNanos();
        sleepMaxNanos = options.sleepMax().toNanos();
        lastFoundNanos = nowNanos;
    }

    /**
     * A look ended.
     *
     * @return how long to sleep, 0 for not at all
     */
    long afterLook(boolean found, long nowNanos) {
        if (found) {
            lastFoundNanos = nowNanos;
            nextSleepNanos = SLEEP_MIN_NANOS;
            return 0;
        }
        if (always || nowNanos - lastFoundNanos < idleAfterNanos) {
            return 0;
        }
        long sleepNanos = nextSleepNanos;
        nextSleepNanos = Math.min(2 * nextSleepNanos, sleepMaxNanos);
        return sleepNanos;
    }
}
