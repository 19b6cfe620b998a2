package io.pocket.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReceivedRangesTest {

    private final ReceivedRanges ranges = new ReceivedRanges();

    @Test
    void shouldAgreeWithABitSet() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            ReceivedRanges received = new ReceivedRanges();
            BitSet model = new BitSet();
            for (int i = 0; i < 60; i++) {
                int start = random.nextInt(500);
                int end = start + 1 + random.nextInt(20);
                assertThat(received.add(start, end)).isTrue();
                model.set(start, end);
                int from = random.nextInt(500);
                int to = from + 1 + random.nextInt(30);
                assertThat(received.contains(from, to)).isEqualTo(model.nextClearBit(from) >= to);
            }
        }
    }

    @Test
    void shouldMergeTouchingRanges() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(ranges.add(10 * i, 10 * i + 10)).isTrue();
        }
        assertThat(ranges.contains(0, 10_000)).isTrue();
        assertThat(ranges.contains(0, 10_001)).isFalse();
    }

    @Test
    void shouldBoundTheNumberOfGaps() {
        for (int i = 0; i < ReceivedRanges.RANGES_MAX; i++) {
            assertThat(ranges.add(10 * i, 10 * i + 1)).isTrue();
        }
        assertThat(ranges.add(100_000, 100_001)).isFalse();
        assertThat(ranges.contains(100_000, 100_001)).isFalse();
        assertThat(ranges.add(1, 2)).isTrue();
    }
}
