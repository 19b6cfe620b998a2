package io.pocket.server;

import java.util.random.RandomGenerator;

/**
 * Pauses between attempts: the bound doubles from attempt to attempt up to a maximum, and the pause is drawn evenly from the upper
 * half below it, so that many clients of one restarted server do not come back in step. For one thread.
 */
public final class Backoff {
    private final long initialNanos;
    private final long maxNanos;
    private final RandomGenerator random;
    private long boundNanos;

    /**
     * Starts with the shortest pause.
     *
     * @param initialNanos bound of the first pause, positive
     * @param maxNanos highest bound, at least the first
     */
    public Backoff(long initialNanos, long maxNanos, RandomGenerator random) {
        this.initialNanos = initialNanos;
        this.maxNanos = maxNanos;
        this.random = random;
        this.boundNanos = initialNanos;
    }

    /** How long to wait now, in nanoseconds. */
    public long nextDelayNanos() {
        long delay = boundNanos - random.nextLong(boundNanos / 2 + 1);
        boundNanos = boundNanos > maxNanos / 2 ? maxNanos : boundNanos * 2;
        return delay;
    }

    /** The next pause is a first one again. */
    public void reset() {
        boundNanos = initialNanos;
    }
}
