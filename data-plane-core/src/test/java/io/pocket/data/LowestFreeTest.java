package io.pocket.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LowestFreeTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 192, 4_096, 4_097, 20_000})
    void shouldAlwaysTakeTheLowest(int size) {
        LowestFree numbers = new LowestFree(size);
        BitSet model = new BitSet();
        Random random = new Random(size);
        for (int i = 0; i < size; i++) {
            assertThat(numbers.take()).isEqualTo(i);
            model.set(i);
        }
        assertThat(numbers.take()).isEqualTo(LowestFree.NONE);
        for (int i = 0; i < 4 * size; i++) {
            int number = random.nextInt(size);
            if (random.nextBoolean()) {
                numbers.free(number);
                model.clear(number);
            } else if (model.cardinality() < size) {
                int lowest = model.nextClearBit(0);
                assertThat(numbers.take()).isEqualTo(lowest);
                model.set(lowest);
            }
            assertThat(numbers.nextTaken(number)).isEqualTo(model.nextSetBit(number));
        }
        assertThat(numbers.nextTaken(size)).isEqualTo(LowestFree.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 5_000})
    void shouldTakeGivenNumbersToo(int size) {
        LowestFree numbers = new LowestFree(size);
        for (int i = 0; i < size; i++) {
            if (i != 70) {
                numbers.take(i);
            }
        }
        assertThat(numbers.take()).isEqualTo(70);
        assertThat(numbers.take()).isEqualTo(LowestFree.NONE);
    }
}
