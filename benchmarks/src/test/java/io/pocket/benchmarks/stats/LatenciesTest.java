package io.pocket.benchmarks.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void shouldTellPercentilesInMicroseconds() {
        Latencies latencies = oneToThousandMicros();

        assertThat(latencies.percentileMicros(50)).isCloseTo(500, within(1.0));
        assertThat(latencies.percentileMicros(99)).isCloseTo(990, within(1.0));
        assertThat(latencies.maxMicros()).isCloseTo(1000, within(1.0));
    }

    @Test
    void shouldComeBackFromItsTextAndAddUp() {
        Latencies sum = Latencies.decode(oneToThousandMicros().encode());
        sum.add(oneToThousandMicros());

        assertThat(sum.count()).isEqualTo(2000);
        assertThat(sum.percentileMicros(50)).isCloseTo(500, within(1.0));
    }

    @Test
    void shouldKeepWhatLiesOutsideOfItsRange() {
        Latencies latencies = new Latencies();
        latencies.record(0);
        latencies.record(Long.MAX_VALUE);

        assertThat(latencies.count()).isEqualTo(2);
    }

    @Test
    void shouldRefuseOtherText() {
        assertThatIllegalArgumentException().isThrownBy(() -> Latencies.decode("AAAA"));
    }

    private static Latencies oneToThousandMicros() {
        Latencies latencies = new Latencies();
        for (int micros = 1; micros <= 1000; micros++) {
            latencies.record(micros * 1000L);
        }
        return latencies;
    }
}
