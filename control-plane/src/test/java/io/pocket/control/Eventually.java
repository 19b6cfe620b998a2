package io.pocket.control;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts what other threads bring about, within a deadline. */
public final class Eventually {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration INTERVAL = Duration.ofMillis(2);

    private Eventually() {}

    /** Repeats the assertions until they hold; after the deadline, fails as they do. */
    public static void eventually(ThrowingCallable assertions) {
        long deadlineNanos = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            try {
                assertions.call();
                return;
            } catch (AssertionError notYet) {
                if (System.nanoTime() - deadlineNanos > 0) {
                    throw notYet;
                }
                LockSupport.parkNanos(INTERVAL.toNanos());
            } catch (Throwable fault) {
                throw new AssertionError("the assertions themselves failed", fault);
            }
        }
    }
}
