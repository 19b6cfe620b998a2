package io.pocket.client;

import java.time.Duration;

/** Polls until an assertion holds. */
final class Eventually {
    private Eventually() {}

    static void within(Duration time, Runnable assertion) {
        long deadline = System.nanoTime() + time.toNanos();
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }
}
