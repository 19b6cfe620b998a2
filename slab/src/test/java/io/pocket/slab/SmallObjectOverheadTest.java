package io.pocket.slab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promise to small objects: 100,000 of 5 KB take at most 1.25 times their bytes, however often they changed. */
class SmallObjectOverheadTest {

    private static final int OBJECTS = 100_000;

    @ParameterizedTest
    @ValueSource(ints = {5_000, 5_120})
    void shouldFitIntoAQuarterMoreThanTheirBytesAfterChurn(int objectBytes) {
        long payload = (long) OBJECTS * objectBytes;
        ExtentAllocator allocator = new ExtentAllocator(payload + payload / 4, 1024);
        Random random = new Random(objectBytes);
        long[] offsets = new long[OBJECTS];
        int[] lengths = new int[OBJECTS];
        for (int i = 0; i < OBJECTS; i++) {
            store(allocator, offsets, lengths, i, objectBytes);
        }
        churnWithOtherSizes(allocator, offsets, lengths, random);
        for (int i = 0; i < OBJECTS; i++) {
            if (lengths[i] != objectBytes) {
                allocator.free(offsets[i], lengths[i]);
                store(allocator, offsets, lengths, i, objectBytes);
            }
        }
        assertThat(allocator.extents()).isEqualTo(OBJECTS);
        assertThat((double) allocator.usedBytes() / payload).isLessThanOrEqualTo(1.25);
    }

    /** Most slots change hands several times; what replaces an object is 1 byte to 10 KB long. */
    private static void churnWithOtherSizes(ExtentAllocator allocator, long[] offsets, int[] lengths, Random random) {
        for (int i = 0; i < 4 * OBJECTS; i++) {
            int slot = random.nextInt(OBJECTS);
            int length = random.nextBoolean() ? 5_000 : 1 + random.nextInt(10_000);
            allocator.free(offsets[slot], lengths[slot]);
            long offset = allocator.allocate(length);
            if (offset == ExtentAllocator.FULL) {
                length = 1;
                offset = allocator.allocate(length);
            }
            offsets[slot] = offset;
            lengths[slot] = length;
        }
    }

    private static void store(ExtentAllocator allocator, long[] offsets, int[] lengths, int slot, int length) {
        offsets[slot] = allocator.allocate(length);
        lengths[slot] = length;
        assertThat(offsets[slot]).as("object %d", slot).isNotEqualTo(ExtentAllocator.FULL);
    }
}
