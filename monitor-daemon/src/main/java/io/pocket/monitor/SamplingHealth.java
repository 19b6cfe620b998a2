package io.pocket.monitor;

import io.pocket.server.health.ProcessHealth;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** A monitor lives while it samples, whatever becomes of the samples, and is ready when it has something to show. Any thread. */
final class SamplingHealth implements ProcessHealth {
    /** A reading may take so long on a machine that swaps, say. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int INTERVALS_MISSED_MAX = 3;

    private final long silenceNanosMax;
    private final LongSupplier nanoClock;
    private final BooleanSupplier hasFigures;
    private volatile long sampledNanos;

    /** @param interval between two samples, the first of which is due now */
    SamplingHealth(Duration interval, LongSupplier nanoClock, BooleanSupplier hasFigures) {
        this.silenceNanosMax =
                interval.multipliedBy(INTERVALS_MISSED_MAX).plus(PATIENCE).toNanos();
        this.nanoClock = nanoClock;
        this.hasFigures = hasFigures;
        this.sampledNanos = nanoClock.getAsLong();
    }

    /** A sample was taken, or failed. */
    void sampled() {
        sampledNanos = nanoClock.getAsLong();
    }

    @Override
    public Optional<String> sickness() {
        boolean silent = nanoClock.getAsLong() - sampledNanos > silenceNanosMax;
        return silent ? Optional.of("stuck") : Optional.empty();
    }

    @Override
    public Optional<String> unreadiness() {
        return hasFigures.getAsBoolean() ? sickness() : Optional.of("starting");
    }
}
