package io.pocket.monitor;

/**
 * Beats at a fixed rate on a clock that only goes forward. Beats that were missed, because the machine slept or was
 * overloaded, are left out rather than caught up: readings in a burst would tell nothing. One thread.
 */
final class Metronome {
    private final long intervalNanos;
    private long nextNanos;

    /** The first beat is at {@code startNanos}. */
    Metronome(long intervalNanos, long startNanos) {
        this.intervalNanos = intervalNanos;
        this.nextNanos = startNanos;
    }

    /** How long to wait for the next beat, 0 if it is due. */
    long delayNanos(long nowNanos) {
        return Math.max(0, nextNanos - nowNanos);
    }

    /** Notes that the beat was taken, and plans the first one after now. */
    void beat(long nowNanos) {
        long late = Math.max(0, nowNanos - nextNanos);
        nextNanos += intervalNanos * (late / intervalNanos + 1);
    }
}
