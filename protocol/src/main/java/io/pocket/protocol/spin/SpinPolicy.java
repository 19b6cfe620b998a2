package io.pocket.protocol.spin;

/**
 * Decides whether a thread that waits for a socket looks for a short while before it sleeps. Waking a sleeping processor takes tens of
 * microseconds, longer than answering a request; but a spin that finds nothing, or that others wait for, is worse than a sleep.
 *
 * <p>It spins while two things hold: the usual wait, a moving average, is shorter than the spin; and the processor, which the spinning
 * thread offers to others before each look, has come back quickly lately. Where processors are scarce a sleeper is woken ahead of those
 * that compute all the time, whereas one that offers its processor waits for a time slice of each.
 *
 * <p>Times are nanoseconds of any clock that goes on evenly, such as {@link System#nanoTime}. For one thread.
 */
public final class SpinPolicy {
    /** A sleep counts as so many times the spin at most, so that a few quick events after a pause let it spin again. */
    private static final int LONGEST_WAIT_IN_SPINS = 4;

    /** The moving average takes this share of each new wait: the eighth, as TCP's round-trip estimate does (RFC 6298). */
    private static final int AVERAGE_SHARE = 8;

    /** For so many times as long as the processor was away it is not offered again: a tenth of the time is lost to it at most. */
    private static final int SCARCE_FACTOR = 10;

    /** A longer absence, a frozen process say, tells no more about the processors than a few time slices do. */
    private static final long LONGEST_ABSENCE_NANOS = 10_000_000;

    private final long spinNanos;
    private long usualWaitNanos;
    private long scarceUntilNanos;
    private boolean scarce;

    /** @param spinNanos longest spin; 0 for never */
    public SpinPolicy(long spinNanos) {
        this.spinNanos = spinNanos;
        this.usualWaitNanos = LONGEST_WAIT_IN_SPINS * spinNanos;
    }

    /** Whether to spin in a wait that begins now. */
    public boolean maySpin(long nowNanos) {
        if (scarce && nowNanos - scarceUntilNanos < 0) {
            return false;
        }
        scarce = false;
        return usualWaitNanos < spinNanos;
    }

    /** Whether a spin goes on. */
    public boolean goesOn(long startNanos, long nowNanos) {
        return !scarce && nowNanos - startNanos < spinNanos;
    }

    /** The processor was offered and came back. */
    public void offered(long beforeNanos, long afterNanos) {
        long awayNanos = afterNanos - beforeNanos;
        if (awayNanos > spinNanos) {
            scarce = true;
            scarceUntilNanos = afterNanos + SCARCE_FACTOR * Math.min(awayNanos, LONGEST_ABSENCE_NANOS);
        }
    }

    /** A wait ended after so long, whether by spinning or sleeping. */
    public void waited(long nanos) {
        long counted = Math.min(nanos, LONGEST_WAIT_IN_SPINS * spinNanos);
        usualWaitNanos += (counted - usualWaitNanos) / AVERAGE_SHARE;
    }
}
