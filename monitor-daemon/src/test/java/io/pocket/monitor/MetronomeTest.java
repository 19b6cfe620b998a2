package io.pocket.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetronomeTest {
    private final Metronome metronome = new Metronome(1_000, 5_000);

    @Test
    void shouldBeatAtStart() {
        assertThat(metronome.delayNanos(5_000)).isZero();
        assertThat(metronome.delayNanos(4_200)).isEqualTo(800);
    }

    @Test
    void shouldKeepItsRateWhateverWorkTakes() {
        metronome.beat(5_010);
        assertThat(metronome.delayNanos(5_400)).isEqualTo(600);

        metronome.beat(6_300);
        assertThat(metronome.delayNanos(6_900)).isEqualTo(100);
    }

    @Test
    void shouldLeaveOutBeatsThatWereMissed() {
        metronome.beat(8_700);

        assertThat(metronome.delayNanos(8_700)).isEqualTo(300);
    }
}
