package io.pocket.benchmarks.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {
    @Test
    void shouldTakeTheMiddleWhateverTheOrder() {
        assertThat(Median.of(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Median.of(List.of(4.0, 1.0, 100.0, 2.0))).isEqualTo(3);
        assertThat(Median.of(List.of(7.0))).isEqualTo(7);
    }

    @Test
    void shouldRefuseWhatHasNoMiddle() {
        assertThatIllegalArgumentException().isThrownBy(() -> Median.of(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> Median.of(List.of(1.0, Double.NaN)));
    }
}
