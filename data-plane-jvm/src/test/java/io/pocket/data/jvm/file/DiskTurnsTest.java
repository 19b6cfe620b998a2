package io.pocket.data.jvm.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class DiskTurnsTest {

    private static final long MILLI = 1_000_000;
    private static final Duration BATCH = Duration.ofMillis(100);

    private final Elevator reads = new Elevator(Duration.ofSeconds(2));
    private final Elevator writes = new Elevator(Duration.ofSeconds(2));
    private final DiskTurns turns = new DiskTurns(reads, writes, BATCH);
    private long nowNanos;

    @Test
    void shouldServeInTheOrderOfTheDisk() {
        for (long position : new long[] {7, 3, 9, 1}) {
            add(reads, false, position);
        }
        assertThat(next(0).position()).isEqualTo(1);
        assertThat(next(0).position()).isEqualTo(3);
        add(reads, false, 2);
        add(reads, false, 8);
        assertThat(next(0).position()).as("ahead of the head").isEqualTo(7);
        assertThat(next(0).position()).as("came later, lies before 9").isEqualTo(8);
        assertThat(next(0).position()).isEqualTo(9);
        assertThat(next(0).position()).as("from the lowest on again").isEqualTo(2);
        assertThat(next(0)).isNull();
    }

    @Test
    void shouldServeWhatCameFirstOfTwoAtOnePlace() {
        Waiting first = add(reads, false, 5);
        Waiting second = add(reads, false, 5);
        assertThat(next(0)).isSameAs(first);
        assertThat(next(0)).isSameAs(second);
    }

    @Test
    void shouldGiveEachKindItsTurnWhileBothWait() {
        List<Boolean> order = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            add(reads, false, i);
            add(writes, true, i);
        }
        for (int i = 0; i < 60; i++) {
            order.add(next(10 * MILLI).isWrite());
        }
        assertThat(changes(order)).as("turns of 100 ms").isBetween(5, 7);
        assertThat(order.stream().filter(write -> write).count()).isBetween(25L, 35L);
    }

    @Test
    void shouldGiveHalfTheTimeToAKindThatHasLittleWaiting() {
        int writesServed = 0;
        BooleanSupplier oneWrites = () -> {
            if (writes.isEmpty()) {
                add(writes, true, 0);
            }
            return next(10 * MILLI).isWrite();
        };
        for (int i = 0; i < 200; i++) {
            add(reads, false, i);
            writesServed += oneWrites.getAsBoolean() ? 1 : 0;
        }
        assertThat(writesServed).isBetween(80, 120);
    }

    @Test
    void shouldNotChargeAKindForTimeInWhichTheDiskRested() {
        add(reads, false, 1);
        next(0);
        nowNanos += Duration.ofSeconds(10).toNanos();
        add(reads, false, 2);
        add(writes, true, 3);
        assertThat(turns.next(true, nowNanos).isWrite()).isFalse();
    }

    @Test
    void shouldEndWhatWaitsForTooLongAndNothingElse() {
        Entry old = add(writes, true, 1);
        nowNanos += MILLI;
        Entry young = add(writes, true, 2);
        turns.expire(nowNanos, new IOException("too long"));
        assertThat(old.failure).hasMessage("too long");
        assertThat(young.failure).isNull();
        assertThat(next(0)).isSameAs(young);
    }

    private Waiting next(long costNanos) {
        Waiting next = turns.next(false, nowNanos);
        nowNanos += costNanos;
        return next;
    }

    private Entry add(Elevator queue, boolean write, long position) {
        Entry entry = new Entry();
        entry.prepare(write, true, position, 0, 1);
        queue.add(entry, nowNanos);
        return entry;
    }

    private static int changes(List<Boolean> order) {
        int changes = 0;
        for (int i = 1; i < order.size(); i++) {
            changes += order.get(i).equals(order.get(i - 1)) ? 0 : 1;
        }
        return changes;
    }

    private static final class Entry extends Waiting {

        private IOException failure;

        @Override
        void expired(IOException cause) {
            failure = cause;
        }

        @Override
        protected void ended(IOException cause) {
            throw new AssertionError("was never started");
        }
    }
}
