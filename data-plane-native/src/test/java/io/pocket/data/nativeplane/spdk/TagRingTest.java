package io.pocket.data.nativeplane.spdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TagRingTest {

    @Test
    void shouldGiveNumbersInOrderAndThenNone() {
        TagRing ring = new TagRing(3);
        for (int round = 0; round < 5; round++) {
            ring.give(2);
            ring.give(0);
            ring.give(1);
            assertThat(ring.isEmpty()).isFalse();
            assertThat(new int[] {ring.take(), ring.take(), ring.take()}).containsExactly(2, 0, 1);
            assertThat(ring.take()).isEqualTo(TagRing.NONE);
            assertThat(ring.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldHoldTheOnlyNumberThereIs() {
        TagRing ring = new TagRing(1);
        ring.give(0);
        assertThat(ring.take()).isZero();
        ring.give(0);
        assertThat(ring.take()).isZero();
    }

    /** Numbers go round between two threads; what one wrote beside them is what the other reads. */
    @Test
    @Timeout(60)
    void shouldShowWhatWasWrittenBeforeGiving() throws InterruptedException {
        int numbers = 5;
        long rounds = 200_000;
        TagRing there = new TagRing(numbers);
        TagRing back = new TagRing(numbers);
        long[] written = new long[numbers];
        AtomicLong wrong = new AtomicLong();
        Thread other = new Thread(() -> {
            long[] expected = new long[numbers];
            for (long i = 0; i < rounds; ) {
                int number = there.take();
                if (number != TagRing.NONE) {
                    if (written[number] != ++expected[number]) {
                        wrong.incrementAndGet();
                    }
                    back.give(number);
                    i++;
                }
            }
        });
        other.start();
        for (int number = 0; number < numbers; number++) {
            back.give(number);
        }
        for (long i = 0; i < rounds; ) {
            int number = back.take();
            if (number != TagRing.NONE) {
                written[number]++;
                there.give(number);
                i++;
            }
        }
        other.join();
        assertThat(wrong).hasValue(0);
    }
}
