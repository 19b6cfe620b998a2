package io.pocket.monitor.report;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to leave a controller alone after failures: doubling from a shortest to a longest delay, each shortened by up
 * to a quarter at random, so that the monitors of a cluster do not come back at once. One thread.
 */
final class Backoff {
    private static final double SHORTENED_BY_MAX = 0.25;

    private final long shortestNanos;
    private final long longestNanos;
    private final RandomGenerator random;
    private long nextNanos;

    Backoff(Duration shortest, Duration longest, RandomGenerator random) {
        this.shortestNanos = shortest.toNanos();
        this.longestNanos = longest.toNanos();
        this.random = random;
        this.nextNanos = shortestNanos;
    }

    void succeeded() {
        nextNanos = shortestNanos;
    }

    /** The delay before the next attempt. */
    Duration failed() {
        long delayNanos = nextNanos;
        nextNanos = Math.min(longestNanos, nextNanos * 2);
        return Duration.ofNanos(delayNanos - Math.round(delayNanos * SHORTENED_BY_MAX * random.nextDouble()));
    }
}
