package io.pocket.metadata.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceSetTest {
    @ParameterizedTest
    @ValueSource(ints = {300, 70_000, 1_000_000, Integer.MAX_VALUE})
    void shouldDoWhatASortedSetDoes(int bound) {
        SequenceSet set = new SequenceSet();
        TreeSet<Integer> model = new TreeSet<>(Comparator.comparingLong(Integer::toUnsignedLong));
        Random random = new Random(bound);
        for (int step = 0; step < 200_000; step++) {
            int value = 2 * random.nextInt(bound) + random.nextInt(2); // The upper half of the unsigned numbers too.
            if (random.nextInt(3) > 0) {
                assertThat(set.add(value)).isEqualTo(model.add(value));
            } else {
                assertThat(set.remove(value)).isEqualTo(model.remove(value));
            }
            if (step % 40_000 == 0) {
                set.removeBelow(value);
                model.headSet(value).clear();
            }
            assertThat(set.size()).isEqualTo(model.size());
            int other = 2 * random.nextInt(bound);
            assertThat(set.contains(other)).isEqualTo(model.contains(other));
        }
        assertThat(set.toArray())
                .containsExactly(model.stream().mapToInt(Integer::intValue).toArray());
    }
}
