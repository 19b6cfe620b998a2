package io.pocket.slab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class ExtentAllocatorTest {

    private static final int KIB = 1024;

    private final ExtentAllocator allocator = new ExtentAllocator(64 * KIB, KIB);

    @Test
    void shouldRoundUpToUnits() {
        assertThat(allocator.allocate(1)).isZero();
        assertThat(allocator.allocate(KIB + 1)).isEqualTo(KIB);
        assertThat(allocator.usedBytes()).isEqualTo(3 * KIB);
        assertThat(allocator.freeBytes()).isEqualTo(61 * KIB);
        assertThat(allocator.extents()).isEqualTo(2);
    }

    @Test
    void shouldHandOutTheWholeRegionAndThenBeFull() {
        assertThat(allocator.allocate(64 * KIB)).isZero();
        assertThat(allocator.allocate(1)).isEqualTo(ExtentAllocator.FULL);
        assertThat(allocator.largestFreeBytes()).isZero();
    }

    @Test
    void shouldRefuseMoreThanTheRegion() {
        assertThat(allocator.allocate(64 * KIB + 1)).isEqualTo(ExtentAllocator.FULL);
        assertThat(allocator.allocate(Long.MAX_VALUE)).isEqualTo(ExtentAllocator.FULL);
    }

    @Test
    void shouldFindTheOnlyFittingBlockOfARoundedClass() {
        ExtentAllocator large = new ExtentAllocator(1001 * KIB, KIB);
        assertThat(large.allocate(1001 * KIB)).isZero();
    }

    @Test
    void shouldCoalesceWithBothNeighbours() {
        long a = allocator.allocate(16 * KIB);
        long b = allocator.allocate(16 * KIB);
        long c = allocator.allocate(16 * KIB);
        allocator.free(a, 16 * KIB);
        allocator.free(c, 16 * KIB);
        assertThat(allocator.largestFreeBytes()).isEqualTo(32 * KIB);
        allocator.free(b, 16 * KIB);
        assertThat(allocator.largestFreeBytes()).isEqualTo(64 * KIB);
        assertThat(allocator.extents()).isZero();
    }

    @Test
    void shouldDetectADoubleFree() {
        long a = allocator.allocate(2 * KIB);
        allocator.free(a, 2 * KIB);
        assertThatIllegalStateException()
                .isThrownBy(() -> allocator.free(a, 2 * KIB))
                .withMessageContaining("not taken");
    }

    @Test
    void shouldDetectAFreeInsideExtents() {
        allocator.allocate(2 * KIB);
        allocator.allocate(2 * KIB);
        assertThatIllegalStateException().isThrownBy(() -> allocator.free(KIB, 2 * KIB));
        assertThatIllegalStateException().isThrownBy(() -> allocator.free(0, 4 * KIB));
        assertThatIllegalStateException().isThrownBy(() -> allocator.free(7, 2 * KIB));
        assertThatIllegalStateException().isThrownBy(() -> allocator.free(64 * KIB, 2 * KIB));
    }

    @Test
    void shouldReserveAscendingExtentsAndUseTheGaps() {
        allocator.reserve(4 * KIB, 3 * KIB);
        allocator.reserve(7 * KIB, KIB);
        allocator.reserve(62 * KIB, 2 * KIB);
        assertThat(allocator.usedBytes()).isEqualTo(6 * KIB);
        assertThat(allocator.allocate(4 * KIB)).isZero();
        assertThat(allocator.allocate(54 * KIB)).isEqualTo(8 * KIB);
        assertThat(allocator.freeBytes()).isZero();
        allocator.free(7 * KIB, KIB);
        assertThat(allocator.allocate(1)).isEqualTo(7 * KIB);
    }

    @Test
    void shouldRefuseToReserveWhatOverlapsOrLiesOutside() {
        allocator.reserve(4 * KIB, 4 * KIB);
        assertThatIllegalStateException().isThrownBy(() -> allocator.reserve(7 * KIB, KIB));
        assertThatIllegalStateException().isThrownBy(() -> allocator.reserve(0, KIB));
        assertThatIllegalStateException().isThrownBy(() -> allocator.reserve(63 * KIB, 2 * KIB));
        assertThatIllegalStateException().isThrownBy(() -> allocator.reserve(64 * KIB, KIB));
        assertThat(allocator.usedBytes()).isEqualTo(4 * KIB);
    }

    @Test
    void shouldAddressManyGiB() {
        long capacity = 1L << 40;
        ExtentAllocator large = new ExtentAllocator(capacity, KIB);
        assertThat(large.allocate(capacity - 5 * KIB)).isZero();
        assertThat(large.allocate(5 * KIB)).isEqualTo(capacity - 5 * KIB);
        large.free(0, capacity - 5 * KIB);
        assertThat(large.largestFreeBytes()).isEqualTo(capacity - 5 * KIB);
    }

    @Test
    void shouldRefuseSenselessParameters() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ExtentAllocator(KIB, 1000));
        assertThatIllegalArgumentException().isThrownBy(() -> new ExtentAllocator(KIB - 1, KIB));
        assertThatIllegalArgumentException().isThrownBy(() -> new ExtentAllocator(1L << 42, KIB));
        assertThatIllegalArgumentException().isThrownBy(() -> allocator.allocate(0));
    }
}
