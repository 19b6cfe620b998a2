package io.pocket.benchmarks.worker;

import java.util.concurrent.locks.LockSupport;

/** When the next operation is due: at once, or so many times a second whatever the former ones took. For one thread. */
final class Pace {
    /** A thread that is parked wakes up late; the last stretch is spun. */
    private static final long SPIN_NANOS = 100_000;

    private final double intervalNanos;
    private final long startNanos = System.nanoTime();
    private long number;

    /** @param ratePerSecond 0 for at once */
    Pace(double ratePerSecond) {
        intervalNanos = ratePerSecond == 0 ? 0 : 1e9 / ratePerSecond;
    }

    /**
     * Waits until the next operation is due.
     *
     * @return when it was due: the start of its latency
     */
    long awaitNext() {
        if (intervalNanos == 0) {
            return System.nanoTime();
        }
        long dueNanos = startNanos + (long) (number++ * intervalNanos);
        for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
            if (left > SPIN_NANOS) {
                LockSupport.parkNanos(left - SPIN_NANOS);
            } else {
                Thread.onSpinWait();
            }
        }
        return dueNanos;
    }
}
