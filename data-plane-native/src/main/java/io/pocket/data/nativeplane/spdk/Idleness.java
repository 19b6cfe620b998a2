package io.pocket.data.nativeplane.spdk;

/**
 * How long a reactor rests after a round without work. Knows no clock and no thread.
 *
 * <p>With transfers in the device it must look again soon, since a completion wakes nobody: it spins for as long as devices usually take, then
 * naps briefly, so that a device which hangs does not burn a core. Without any it spins as long as the next request of a busy client
 * may take, then sleeps until it is woken, but looks after SPDK's own timers (keep-alive, reconnects: every 10 ms at most) now and then.
 */
final class Idleness {

    static final long SPIN_NANOS = 100_000;
    static final long SPIN_UNDER_WAY_NANOS = 1_000_000;
    static final long NAP_NANOS = 20_000;
    static final long SLEEP_NANOS = 10_000_000;

    private final PollPolicy policy;
    private long lastWorkNanos;

    Idleness(PollPolicy policy, long nowNanos) {
        this.policy = policy;
        lastWorkNanos = nowNanos;
    }

    void worked(long nowNanos) {
        lastWorkNanos = nowNanos;
    }

    /** How long to rest now; zero for not at all. */
    long restNanos(long nowNanos, boolean underWay) {
        if (policy == PollPolicy.ALWAYS) {
            return 0;
        }
        long idleNanos = nowNanos - lastWorkNanos;
        if (underWay) {
            return idleNanos < SPIN_UNDER_WAY_NANOS ? 0 : NAP_NANOS;
        }
        return idleNanos < SPIN_NANOS ? 0 : SLEEP_NANOS;
    }
}
