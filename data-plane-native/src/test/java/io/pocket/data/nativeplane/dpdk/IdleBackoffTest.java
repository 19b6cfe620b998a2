package io.pocket.data.nativeplane.dpdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class IdleBackoffTest {
    private static final long IDLE_AFTER = 1_000_000;

    @Test
    void shouldPollWhileFramesComeAndAWhileLonger() {
        IdleBackoff backoff = new IdleBackoff(options(false), 0);

        assertThat(backoff.afterLook(true, 5_000_000)).isZero();
        assertThat(backoff.afterLook(false, 5_000_000 + IDLE_AFTER - 1)).isZero();
        assertThat(backoff.afterLook(false, 5_000_000 + IDLE_AFTER)).isPositive();
    }

    @Test
    void shouldSleepLongerEachTimeUpToTheMost() {
        IdleBackoff backoff = new IdleBackoff(options(false), 0);

        assertThat(backoff.afterLook(false, IDLE_AFTER)).isEqualTo(10_000);
        assertThat(backoff.afterLook(false, IDLE_AFTER)).isEqualTo(20_000);
        assertThat(backoff.afterLook(false, IDLE_AFTER)).isEqualTo(40_000);
        assertThat(backoff.afterLook(false, IDLE_AFTER)).isEqualTo(50_000);
        assertThat(backoff.afterLook(false, IDLE_AFTER)).isEqualTo(50_000);
    }

    @Test
    void shouldBeginAnewAfterAFrame() {
        IdleBackoff backoff = new IdleBackoff(options(false), 0);
        backoff.afterLook(false, IDLE_AFTER);
        backoff.afterLook(false, IDLE_AFTER);
        backoff.afterLook(true, IDLE_AFTER);

        assertThat(backoff.afterLook(false, 2 * IDLE_AFTER - 1)).isZero();
        assertThat(backoff.afterLook(false, 2 * IDLE_AFTER)).isEqualTo(10_000);
    }

    @Test
    void shouldNeverSleepWhenToldSo() {
        IdleBackoff backoff = new IdleBackoff(options(true), 0);

        assertThat(backoff.afterLook(false, Long.MAX_VALUE)).isZero();
    }

    private static PollingOptions options(boolean always) {
        return new PollingOptions(always, Duration.ofNanos(IDLE_AFTER), Duration.ofNanos(50_000), OptionalInt.empty());
    }
}
