package io.pocket.cli.function.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KeyRangesTest {

    @Test
    void shouldNeverDecreaseAsKeysGrow() {
        KeyRanges ranges = new KeyRanges(7);
        int last = 0;

        for (int highBits = 0; highBits < 1 << 14; highBits++) {
            int range = ranges.of((long) highBits << 50);
            assertThat(range).isBetween(last, last + 1);
            last = range;
        }

        assertThat(ranges.of(0)).isZero();
        assertThat(ranges.of(-1)).isEqualTo(6);
    }

    @Test
    void shouldPutEveryKeyInTheOnlyRange() {
        assertThat(new KeyRanges(1).of(-1)).isZero();
    }

    @Test
    void shouldRefuseNoRange() {
        assertThatThrownBy(() -> new KeyRanges(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
