package io.pocket.data.jvm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogSpaceTest {

    private static final int UNIT = 4096;

    @Test
    void shouldGiveOutExtentsOneAfterTheOther() {
        LogSpace space = new LogSpace(1 << 20, UNIT, 1 << 20);
        long at = 0;
        for (int length : new int[] {1, UNIT, UNIT + 1, 50_000}) {
            assertThat(space.allocate(length)).isEqualTo(at);
            at += space.extentBytes(length);
        }
        assertThat(space.usedBytes()).isEqualTo(at);
        assertThat(space.largestFreeBytes()).isEqualTo((1 << 20) - at);
    }

    @Test
    void shouldNotGoBackToAHoleWhileTheLogHasRoom() {
        LogSpace space = new LogSpace(1 << 20, UNIT, 1 << 20);
        long first = space.allocate(UNIT);
        long second = space.allocate(UNIT);
        space.free(first, UNIT);
        assertThat(space.allocate(UNIT)).isEqualTo(second + UNIT);
    }

    /** As a write that is refused does: many of them must not drive the log on. */
    @Test
    void shouldTakeBackItsLastExtent() {
        LogSpace space = new LogSpace(1 << 20, UNIT, 1 << 20);
        space.allocate(UNIT);
        for (int i = 0; i < 3; i++) {
            assertThat(space.allocate(2 * UNIT)).isEqualTo(UNIT);
            space.takeBack(UNIT, 2 * UNIT);
        }
        assertThat(space.largestFreeBytes()).isEqualTo((1 << 20) - UNIT);
        assertThat(space.allocate(UNIT)).isEqualTo(UNIT);
    }

    @Test
    void shouldGoOnInTheNextLongRunAndLeaveShortHolesAlone() {
        int units = 100;
        LogSpace space = new LogSpace((long) units * UNIT, UNIT, 20 * UNIT);
        for (int i = 0; i < units; i++) {
            space.allocate(UNIT);
        }
        space.free(10 * UNIT, UNIT);
        for (int i = 40; i < 60; i++) {
            space.free((long) i * UNIT, UNIT);
        }
        assertThat(space.allocate(UNIT)).isEqualTo(40 * UNIT);
        assertThat(space.allocate(UNIT)).isEqualTo(41 * UNIT);
    }

    @Test
    void shouldUseShortHolesWhenNothingLongerIsLeft() {
        LogSpace space = new LogSpace(10 * UNIT, UNIT, 4 * UNIT);
        for (int i = 0; i < 10; i++) {
            space.allocate(UNIT);
        }
        space.free(3 * UNIT, UNIT);
        space.free(7 * UNIT, UNIT);
        assertThat(space.allocate(2 * UNIT)).isEqualTo(LogSpace.FULL);
        assertThat(space.allocate(UNIT)).isEqualTo(3 * UNIT);
        assertThat(space.allocate(UNIT)).isEqualTo(7 * UNIT);
        assertThat(space.allocate(UNIT)).isEqualTo(LogSpace.FULL);
    }

    @Test
    void shouldJoinTheRunBehindTheLogWhenARequestNeedsIt() {
        LogSpace space = new LogSpace(10 * UNIT, UNIT, 4 * UNIT);
        space.allocate(6 * UNIT);
        space.allocate(UNIT);
        space.free(0, 6 * UNIT);
        space.free(6 * UNIT, UNIT);
        assertThat(space.largestFreeBytes()).isEqualTo(10 * UNIT);
        assertThat(space.allocate(10 * UNIT)).isZero();
    }

    @Test
    void shouldSayUntilWhereBytesAreTaken() {
        LogSpace space = new LogSpace(10 * UNIT, UNIT, 4 * UNIT);
        space.allocate(6 * UNIT);
        space.allocate(UNIT);
        space.free(0, 6 * UNIT);
        assertThat(space.takenUntil(6 * UNIT)).isEqualTo(7 * UNIT);
        assertThat(space.takenUntil(UNIT)).isEqualTo(UNIT);
        assertThat(space.takenUntil(8 * UNIT)).isEqualTo(8 * UNIT);
        assertThat(space.takenUntil(10 * UNIT)).isEqualTo(10 * UNIT);
    }

    @Test
    void shouldRecoverExtentsInAscendingOrderAndGoOnFromTheBeginning() {
        LogSpace space = new LogSpace(10 * UNIT, UNIT, 4 * UNIT);
        space.reserve(UNIT, UNIT);
        space.reserve(5 * UNIT, 5 * UNIT);
        assertThat(space.usedBytes()).isEqualTo(6 * UNIT);
        assertThat(space.allocate(UNIT)).isZero();
        assertThat(space.allocate(3 * UNIT)).isEqualTo(2 * UNIT);
        assertThat(space.allocate(1)).isEqualTo(LogSpace.FULL);
    }

    @Test
    void shouldRefuseToReserveWhatOverlapsIsOutOfOrderOrOutside() {
        LogSpace space = new LogSpace(10 * UNIT, UNIT, 4 * UNIT);
        space.reserve(4 * UNIT, 2 * UNIT);
        for (long[] extent : new long[][] {{5, 1}, {3, 1}, {9, 2}, {10, 1}, {-1, 1}}) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> space.reserve(extent[0] * UNIT, extent[1] * UNIT));
        }
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> space.reserve(7 * UNIT + 1, 1));
    }

    @Test
    void shouldRefuseToFreeWhatIsFree() {
        LogSpace space = new LogSpace(10 * UNIT, UNIT, 4 * UNIT);
        space.allocate(2 * UNIT);
        space.free(0, UNIT);
        for (long[] extent : new long[][] {{0, 1}, {0, 2}, {1, 2}, {5, 1}}) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> space.free(extent[0] * UNIT, extent[1] * UNIT));
        }
    }

    /** Four fifths full, with jobs of 200 extents that come together and go together, and some extents that go alone. */
    @Test
    void shouldStayLogLikeWhileJobsComeAndGo() {
        Random random = new Random(5);
        int units = 1 << 18;
        LogSpace space = new LogSpace((long) units * UNIT, UNIT, 64 << 20);
        List<List<long[]>> jobs = new ArrayList<>();
        int adjacent = 0;
        int allocated = 0;
        long end = 0;
        while (allocated < 300_000) {
            while (space.usedBytes() > (long) units * UNIT * 4 / 5) {
                free(space, jobs.remove(random.nextInt(jobs.size())));
            }
            List<long[]> job = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                long bytes = 1L + random.nextInt(200_000);
                long offset = space.allocate(bytes);
                assertThat(offset).isNotEqualTo(LogSpace.FULL);
                adjacent += offset == end ? 1 : 0;
                end = offset + space.extentBytes(bytes);
                job.add(new long[] {offset, bytes});
            }
            free(space, List.of(job.remove(random.nextInt(job.size()))));
            allocated += 200;
            jobs.add(job);
        }
        double share = (double) adjacent / allocated;
        System.out.printf("extents that follow the one before, at 80 %% full: %.3f%n", share);
        assertThat(share).isGreaterThan(0.98);
        assertThat(space.largestFreeBytes()).isGreaterThan(16 << 20);
    }

    private static void free(LogSpace space, List<long[]> extents) {
        extents.forEach(extent -> space.free(extent[0], extent[1]));
    }

    /** Against a map of units, over many random steps. */
    @Test
    void shouldNeverGiveOutAByteTwiceNorRefuseWhatFits() {
        Random random = new Random(7);
        int units = 500;
        LogSpace space = new LogSpace((long) units * UNIT, UNIT, 40 * UNIT);
        BitSet taken = new BitSet(units);
        List<long[]> extents = new ArrayList<>();
        for (int step = 0; step < 50_000; step++) {
            int wanted = 1 + random.nextInt(30);
            if (random.nextInt(100) < 55) {
                long offset = space.allocate((long) wanted * UNIT);
                assertThat(offset == LogSpace.FULL).as("refused").isEqualTo(longestClear(taken, units) < wanted);
                if (offset != LogSpace.FULL) {
                    int start = (int) (offset / UNIT);
                    assertThat(taken.get(start, start + wanted).isEmpty())
                            .as("free")
                            .isTrue();
                    taken.set(start, start + wanted);
                    extents.add(new long[] {start, wanted});
                }
            } else if (!extents.isEmpty()) {
                long[] gone = extents.remove(random.nextInt(extents.size()));
                if (random.nextBoolean()) {
                    space.free(gone[0] * UNIT, gone[1] * UNIT);
                } else {
                    space.takeBack(gone[0] * UNIT, gone[1] * UNIT);
                }
                taken.clear((int) gone[0], (int) (gone[0] + gone[1]));
            }
            assertThat(space.usedBytes()).isEqualTo((long) taken.cardinality() * UNIT);
            assertThat(space.largestFreeBytes()).isEqualTo((long) longestClear(taken, units) * UNIT);
            int probe = random.nextInt(units);
            assertThat(space.takenUntil((long) probe * UNIT))
                    .isEqualTo((long) Math.min(units, taken.nextClearBit(probe)) * UNIT);
        }
    }

    private static int longestClear(BitSet taken, int units) {
        int longest = 0;
        for (int at = taken.nextClearBit(0); at < units; at = taken.nextClearBit(at)) {
            int next = taken.nextSetBit(at);
            int end = next < 0 ? units : next;
            longest = Math.max(longest, end - at);
            at = end;
        }
        return longest;
    }
}
