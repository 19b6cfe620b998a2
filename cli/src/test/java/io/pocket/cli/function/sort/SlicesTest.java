package io.pocket.cli.function.sort;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlicesTest {

    @ParameterizedTest
    @CsvSource({"0,3", "2,3", "10,3", "5368709,16", "7,1"})
    void shouldCoverEveryRecordOnceWithSlicesOfNearlyTheSameSize(long total, int parts) {
        Slices slices = new Slices(total, parts);

        assertThat(slices.start(0)).isZero();
        assertThat(slices.start(parts)).isEqualTo(total);
        for (int part = 0; part < parts; part++) {
            assertThat((long) slices.size(part)).isBetween(total / parts, total / parts + 1);
        }
    }
}
