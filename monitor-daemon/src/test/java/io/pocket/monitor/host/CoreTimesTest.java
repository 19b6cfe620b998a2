package io.pocket.monitor.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CoreTimesTest {
    @Test
    void shouldTellCoresFromTheirSum() {
        assertThat(CoreTimes.isOfOneCore("cpu12 1 2 3 4 5 6 7 8 9 10")).isTrue();
        assertThat(CoreTimes.isOfOneCore("cpu  1 2 3 4 5 6 7 8 9 10")).isFalse();
        assertThat(CoreTimes.isOfOneCore("cpu")).isFalse();
        assertThat(CoreTimes.isOfOneCore("intr 5 0 1")).isFalse();
    }

    @Test
    void shouldCountGuestsOnceAndWaitingForDisksAsIdle() {
        assertThat(CoreTimes.parse("cpu3 10 2 5 100 40 1 3 7 6 1")).isEqualTo(new CoreTimes(3, 28, 168));
    }

    @Test
    void shouldGiveShareOfTheTicksBetween() {
        CoreTimes earlier = new CoreTimes(0, 1000, 5000);

        assertThat(new CoreTimes(0, 1050, 5200).busyPercentSince(earlier)).isCloseTo(25, within(1e-9));
    }

    @Test
    void shouldBeZeroWithoutTicksBetween() {
        CoreTimes times = new CoreTimes(0, 1000, 5000);

        assertThat(times.busyPercentSince(times)).isZero();
    }

    @Test
    void shouldStayWithinPercentWhenIdleTimeIsTakenBack() {
        CoreTimes earlier = new CoreTimes(0, 1000, 5000);

        assertThat(new CoreTimes(0, 1100, 5099).busyPercentSince(earlier)).isEqualTo(100);
        assertThat(new CoreTimes(0, 999, 5100).busyPercentSince(earlier)).isZero();
    }

    @Test
    void shouldNameTheLineThatItCannotRead() {
        assertThatThrownBy(() -> CoreTimes.parse("cpu0 1 2 three"))
                .isInstanceOf(HostReadException.class)
                .hasMessageContaining("cpu0 1 2 three");
        assertThatThrownBy(() -> CoreTimes.parse("cpu0 1 2 3"))
                .isInstanceOf(HostReadException.class)
                .hasMessageContaining("missing");
    }
}
