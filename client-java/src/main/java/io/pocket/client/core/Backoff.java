package io.pocket.client.core;

import java.util.random.RandomGenerator;

/**
 * Pauses that double from a first to a last one, each drawn from its upper half so that clients that failed together do not
 * return together.
 */
final class Backoff {
    private final long firstNanos;
    private final long lastNanos;
    private final RandomGenerator random;

    Backoff(long firstNanos, long lastNanos, RandomGenerator random) {
        this.firstNanos = firstNanos;
        this.lastNanos = lastNanos;
        this.random = random;
    }

    /** The pause after this many failures in a row, at least 1. */
    long pauseNanos(int failures) {
        int doublings = Math.min(failures - 1, 20);
        long ceiling = Math.min(lastNanos, firstNanos << doublings);
        return ceiling - random.nextLong(ceiling / 2 + 1);
    }
}
