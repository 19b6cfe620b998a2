package io.pocket.metadata.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationRateTest {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final OperationRate rate = new OperationRate();

    @Test
    void shouldGrantABurstOfOneSecondAndThenOneAtATime() {
        for (int i = 0; i < 10; i++) {
            assertThat(rate.take(10, 0)).isZero();
        }
        assertThat(rate.take(10, 0)).isEqualTo(100);
        assertThat(rate.take(10, 100 * NANOS_PER_MILLI - 1)).isEqualTo(1);
        assertThat(rate.take(10, 100 * NANOS_PER_MILLI)).isZero();
        assertThat(rate.take(10, 100 * NANOS_PER_MILLI)).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 999, 1_000_000, Integer.MAX_VALUE})
    void shouldGrantExactlyAfterTheTimeItNames(int perSecond) {
        long now = Long.MAX_VALUE - 7; // The clock may be anywhere, and wrap.
        Random random = new Random(perSecond);
        for (int i = 0; i < 10_000; i++) {
            int waitMillis = rate.take(perSecond, now);
            if (waitMillis > 0) {
                assertThat(rate.take(perSecond, now + (waitMillis - 1) * NANOS_PER_MILLI))
                        .as("too early")
                        .isPositive();
                now += waitMillis * NANOS_PER_MILLI;
                assertThat(rate.take(perSecond, now)).as("on time").isZero();
            }
            now += random.nextLong(NANOS_PER_MILLI);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 100, 12_345})
    void shouldNeverGrantMoreThanTheRateAndOneBurst(int perSecond) {
        Random random = new Random(perSecond);
        long now = 0;
        long granted = 0;
        for (int i = 0; i < 100_000; i++) {
            now += random.nextLong(2 * NANOS_PER_MILLI);
            granted += rate.take(perSecond, now) == 0 ? 1 : 0;
        }
        double seconds = now / 1e9;
        assertThat((double) granted).isLessThanOrEqualTo(perSecond * (seconds + 1));
        assertThat((double) granted).isGreaterThan(Math.min(100_000, perSecond * seconds) - 1);
    }

    @Test
    void shouldFollowAChangeOfTheLimit() {
        assertThat(rate.take(1_000, 0)).isZero();
        assertThat(rate.take(1, 0))
                .as("what was saved up counts as one second of the new limit")
                .isZero();
        assertThat(rate.take(1, 0)).isEqualTo(1_000);
        assertThat(rate.take(1_000, 2 * NANOS_PER_MILLI))
                .as("refilled at the old limit so far")
                .isPositive();
        assertThat(rate.take(1_000, 3 * NANOS_PER_MILLI)).isZero();
    }

    @Test
    void shouldNotRunBackwards() {
        assertThat(rate.take(1, 1_000)).isZero();
        assertThat(rate.take(1, 0)).isEqualTo(1_000);
    }
}
