package io.pocket.cli.cluster;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition that nobody signals: checks it every 10 ms. */
public final class Poll {

    private static final Duration PAUSE = Duration.ofMillis(10);

    private Poll() {}

    /** True once the condition holds; false if it does not within {@code timeout}, or this thread is interrupted. */
    public static boolean until(BooleanSupplier condition, Duration timeout) {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (deadlineNanos - System.nanoTime() <= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return true;
    }
}
