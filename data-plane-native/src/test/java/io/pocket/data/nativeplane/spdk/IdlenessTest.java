package io.pocket.data.nativeplane.spdk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdlenessTest {

    private static final long LONG_AGO = 1L << 40;

    @Test
    void shouldNeverRestWhenItIsToPollAlways() {
        Idleness idleness = new Idleness(PollPolicy.ALWAYS, 0);

        assertThat(idleness.restNanos(LONG_AGO, false)).isZero();
        assertThat(idleness.restNanos(LONG_AGO, true)).isZero();
    }

    @Test
    void shouldSpinForAWhileAndThenSleep() {
        Idleness idleness = new Idleness(PollPolicy.ADAPTIVE, 0);
        idleness.worked(1_000);

        assertThat(idleness.restNanos(1_000 + Idleness.SPIN_NANOS - 1, false)).isZero();
        assertThat(idleness.restNanos(1_000 + Idleness.SPIN_NANOS, false)).isEqualTo(Idleness.SLEEP_NANOS);
    }

    /** A completion wakes nobody, so the sleep must not last as long; and a device that hangs must not burn a core. */
    @Test
    void shouldNapWhileADeviceIsSlow() {
        Idleness idleness = new Idleness(PollPolicy.ADAPTIVE, 0);

        assertThat(idleness.restNanos(Idleness.SPIN_UNDER_WAY_NANOS - 1, true)).isZero();
        assertThat(idleness.restNanos(Idleness.SPIN_UNDER_WAY_NANOS, true)).isEqualTo(Idleness.NAP_NANOS);
    }
}
