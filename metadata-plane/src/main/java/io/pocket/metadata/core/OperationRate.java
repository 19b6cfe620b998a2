package io.pocket.metadata.core;

/**
 * A token bucket that holds one second's operations. It is driven by the time of the requests alone, and counts in billionths of an
 * operation, so that nothing is lost to rounding.
 */
final class OperationRate {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private int perSecond;
    private long credit;
    private long creditAtNanos;

    /**
     * Pays for one operation.
     *
     * @param limitPerSecond at least 1; it may change from call to call
     * @param nowNanos monotonic
     * @return 0 if it is paid for; otherwise the milliseconds after which one operation can be
     */
    int take(int limitPerSecond, long nowNanos) {
        refill(limitPerSecond, nowNanos);
        if (credit >= NANOS_PER_SECOND) {
            credit -= NANOS_PER_SECOND;
            return 0;
        }
        long waitNanos = Math.ceilDiv(NANOS_PER_SECOND - credit, (long) perSecond);
        return (int) Math.ceilDiv(waitNanos, NANOS_PER_MILLI);
    }

    private void refill(int limitPerSecond, long nowNanos) {
        if (perSecond == 0) {
            credit = full(limitPerSecond);
        } else {
            long elapsedNanos = Math.clamp(nowNanos - creditAtNanos, 0, NANOS_PER_SECOND);
            credit = Math.min(full(limitPerSecond), credit + elapsedNanos * perSecond);
        }
        creditAtNanos = nowNanos;
        perSecond = limitPerSecond;
    }

    private static long full(int limitPerSecond) {
        return limitPerSecond * NANOS_PER_SECOND;
    }
}
