package io.pocket.slab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random sequences against {@link NaiveAllocator}; the seed is the test's parameter. */
class ExtentAllocatorModelTest {

    private static final int UNIT = 1024;
    private static final int UNITS = 20_000;
    private static final int STEPS = 4_000;

    private record Extent(long offset, long length) {
        int firstUnit() {
            return (int) (offset / UNIT);
        }

        int unitCount() {
            return (int) ((length + UNIT - 1) / UNIT);
        }
    }

    private final NaiveAllocator model = new NaiveAllocator(UNITS);
    private final List<Extent> extents = new ArrayList<>();
    private ExtentAllocator allocator = new ExtentAllocator((long) UNITS * UNIT, UNIT);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldAgreeWithTheModel(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            step(random);
            checkFigures();
        }
        rebuild();
        checkFigures();
        for (int step = 0; step < STEPS / 4; step++) {
            step(random);
            checkFigures();
        }
        extents.forEach(extent -> allocator.free(extent.offset, extent.length));
        assertThat(allocator.largestFreeBytes()).isEqualTo((long) UNITS * UNIT);
    }

    private void step(Random random) {
        boolean allocate = extents.isEmpty() || random.nextInt(100) < 55;
        if (allocate) {
            allocate(randomLength(random));
        } else {
            free(extents.remove(random.nextInt(extents.size())));
        }
    }

    /** Log-uniform from one byte to 1 MiB. */
    private static long randomLength(Random random) {
        return 1 + random.nextLong(1L << (1 + random.nextInt(20)));
    }

    private void allocate(long length) {
        long offset = allocator.allocate(length);
        Extent extent = new Extent(offset, length);
        if (offset == ExtentAllocator.FULL) {
            // Good fit may miss runs that are longer by less than a class is wide, never longer ones.
            assertThat(model.longestFreeRun()).isLessThan(extent.unitCount() + extent.unitCount() / 32 + 1);
            return;
        }
        assertThat(model.isFree(extent.firstUnit(), extent.unitCount())).isTrue();
        model.take(extent.firstUnit(), extent.unitCount());
        extents.add(extent);
    }

    private void free(Extent extent) {
        allocator.free(extent.offset, extent.length);
        model.free(extent.firstUnit(), extent.unitCount());
    }

    private void rebuild() {
        allocator = new ExtentAllocator((long) UNITS * UNIT, UNIT);
        extents.sort(Comparator.comparingLong(Extent::offset));
        extents.forEach(extent -> allocator.reserve(extent.offset, extent.length));
    }

    private void checkFigures() {
        assertThat(allocator.usedBytes()).isEqualTo((long) model.usedUnits() * UNIT);
        assertThat(allocator.extents()).isEqualTo(extents.size());
        long longest = (long) model.longestFreeRun() * UNIT;
        assertThat(allocator.largestFreeBytes()).isBetween(longest - longest / 32, longest);
    }
}
