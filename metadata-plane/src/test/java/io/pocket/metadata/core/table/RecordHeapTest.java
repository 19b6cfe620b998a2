package io.pocket.metadata.core.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordHeapTest {
    private static final int PAGE = 64 << 10;

    @Test
    void shouldNeverGiveOneByteToTwo() {
        RecordHeap heap = new RecordHeap(new HeapRecordMemory(4 * PAGE, 64 << 20));
        Random random = new Random(3);
        Map<Integer, Integer> lengths = new HashMap<>();
        List<Integer> taken = new ArrayList<>();
        for (int step = 0; step < 40_000; step++) {
            if (random.nextInt(40_000) > step || taken.isEmpty()) {
                int length = 1 + random.nextInt(random.nextInt(20) == 0 ? PAGE : 300);
                int slot = heap.allocate(length);
                assertThat(slot).isPositive();
                lengths.put(slot, length);
                taken.add(slot);
                write(heap, slot, length);
            } else {
                int at = random.nextInt(taken.size());
                int slot = taken.set(at, taken.getLast());
                taken.removeLast();
                requireWritten(heap, slot, lengths.get(slot));
                heap.free(slot);
            }
        }
        taken.forEach(slot -> requireWritten(heap, slot, lengths.get(slot)));
        taken.forEach(heap::free);
        assertThat(heap.usedBytes()).isZero();
        assertThat(heap.slots()).isZero();
    }

    private static void write(RecordHeap heap, int slot, int length) {
        for (int i = 0; i < length; i++) {
            heap.piece(slot).put(heap.index(slot) + i, (byte) (slot + i));
        }
    }

    private static void requireWritten(RecordHeap heap, int slot, int length) {
        for (int i = 0; i < length; i++) {
            if (heap.piece(slot).get(heap.index(slot) + i) != (byte) (slot + i)) {
                throw new AssertionError("byte " + i + " of slot " + slot + " was overwritten");
            }
        }
    }

    @Test
    void shouldUseAFreedPageForSlotsOfAnotherLength() {
        RecordHeap heap = new RecordHeap(HeapRecordMemory.of(64 << 20));
        List<Integer> slots = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            slots.add(heap.allocate(100));
        }
        long taken = heap.takenBytes();
        slots.forEach(heap::free);
        for (int i = 0; i < 5_000; i++) {
            heap.allocate(180);
        }
        assertThat(heap.takenBytes()).isLessThanOrEqualTo(taken);
    }

    @Test
    void shouldTellWhatFewSurvivorsKeep() {
        RecordHeap heap = new RecordHeap(new HeapRecordMemory(4 * PAGE, 64 * PAGE));
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < 8 * PAGE / 64; i++) {
            taken.add(heap.allocate(64));
        }
        long freeBefore = heap.freeBytes();
        for (int i = 0; i < taken.size(); i++) {
            if (i % 1_000 != 0) {
                heap.free(taken.get(i));
            }
        }

        assertThat(heap.usedBytes()).isEqualTo(64 * 9);
        assertThat(heap.heldBytes()).isGreaterThan(7 * PAGE);
        assertThat(heap.freeBytes()).isBetween(freeBefore, freeBefore + 2 * PAGE);
    }

    @Test
    void shouldSayWhenItIsFullAndTakeMoreAllTheSame() {
        RecordHeap heap = new RecordHeap(HeapRecordMemory.of(40 * PAGE));
        int records = 0;
        while (heap.hasRoomFor(100)) {
            heap.allocate(100);
            records++;
        }
        assertThat(heap.usedBytes()).isBetween(20L * PAGE, 40L * PAGE);
        assertThat(heap.hasRoomForNodes())
                .as("room for those that are there to change")
                .isTrue();

        int beyond = heap.allocate(100);
        for (int i = 0; i < records; i++) {
            heap.allocate(100);
        }

        assertThat(heap.takenBytes()).isGreaterThan(heap.capacityBytes());
        heap.free(beyond);
    }

    @Test
    void shouldTakeARecordAgainWhenOneOfItsLengthIsGone() {
        RecordHeap heap = new RecordHeap(HeapRecordMemory.of(40 * PAGE));
        int last = heap.allocate(100);
        while (heap.hasRoomFor(100)) {
            last = heap.allocate(100);
        }
        heap.free(last);

        assertThat(heap.hasRoomFor(100)).isTrue();
    }

    @Test
    void shouldRefuseWhatIsNoSlot() {
        RecordHeap heap = new RecordHeap(HeapRecordMemory.of(1 << 20));
        int slot = heap.allocate(100);

        assertThatIllegalStateException().isThrownBy(() -> heap.free(slot + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> heap.allocate(RecordHeap.MAX_SLOT_BYTES + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new RecordHeap(HeapRecordMemory.of(1L << 40)));
    }
}
