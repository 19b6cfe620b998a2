package io.pocket.simulator;

/** How bad the network is at the moment. */
final class NetworkConditions {
    private static final long MICROS = 1_000;
    private static final long MILLIS = 1_000_000;

    private long stalledUntilNanos;

    /** Between a send and the kernel's taking of the bytes: what is lent must stay valid so long. */
    long kernelDelay(Scheduler scheduler) {
        return scheduler.chance(0.1) ? scheduler.between(0, 20 * MILLIS) : scheduler.between(0, 50 * MICROS);
    }

    /** One way, mostly short, sometimes as long as a retransmission. */
    long latency(Scheduler scheduler) {
        long stalled = Math.max(0, stalledUntilNanos - scheduler.nowNanos());
        long usual = scheduler.chance(0.02)
                ? scheduler.between(10 * MILLIS, 300 * MILLIS)
                : scheduler.between(20 * MICROS, 500 * MICROS);
        return stalled + usual;
    }

    /** From the break of a connection to an end's hearing of it. */
    long breakNotice(Scheduler scheduler) {
        return scheduler.chance(0.2) ? scheduler.between(0, 4_000 * MILLIS) : scheduler.between(0, 10 * MILLIS);
    }

    /** Nothing arrives before then. */
    void stallUntil(long nanos) {
        stalledUntilNanos = Math.max(stalledUntilNanos, nanos);
    }
}
