package io.pocket.data.jvm.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.data.ChunkWrite;
import io.pocket.data.jvm.file.SimulatedStore.Stored;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How near the store comes to what a hard disk can do, on simulated time: the same figures in each run. */
class HddRateTest {

    private static final int OBJECTS = 10_000;
    private static final int OBJECT_BYTES = 100_000;
    private static final int BLOCKS_BYTES = 102_400;
    private static final int UNDER_WAY = 32;
    private static final long CAPACITY_BYTES = 2L << 30;

    private final List<Stored> objects = new ArrayList<>();
    private final Random random = new Random(1);
    private SimulatedStore simulated;
    private int begun;
    private int ended;
    private long longestNanos;

    @BeforeEach
    void open() throws IOException {
        simulated = new SimulatedStore(CAPACITY_BYTES, HddStoreOptions.defaults());
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    @Test
    void shouldWriteManySmallObjectsAsOneLargeOne() {
        double share = writeAll();
        print("10,000 objects of 100 KB written, 32 under way", share);
        assertThat(share).isGreaterThanOrEqualTo(0.8);
        assertThat(simulated.disk().longestWriteBytes()).isBetween(3L << 20, 4L << 20);
        assertThat(simulated.figure(HddFigure.MERGED_WRITES))
                .isEqualTo(OBJECTS - simulated.disk().operations());
    }

    @Test
    void shouldWriteNearlyAsFastWhenObjectsDoNotArriveInOrder() {
        long since = simulated.disk().nanos();
        for (int i = 0; i < UNDER_WAY; i++) {
            nextLateWrite();
        }
        simulated.run(() -> ended == OBJECTS);
        double share = shareSince(since, OBJECTS);
        print("the same, each object arriving within 0 to 10 ms", share);
        assertThat(share).isGreaterThanOrEqualTo(0.5);
    }

    @Test
    void shouldReadInWriteOrderWithManyUnderWay() {
        writeAll();
        double share = readAll(1, UNDER_WAY, Duration.ZERO);
        print("read in write order, 32 under way", share);
        assertThat(share).isGreaterThanOrEqualTo(0.5);
    }

    @Test
    void shouldReadInWriteOrderForOneReaderThatTakesItsTime() {
        writeAll();
        double share = readAll(1, 1, Duration.ofMillis(1));
        // Without read-ahead the disk would stand still for the millisecond: 0.67 ms of 1.68 ms, 0.4.
        print("read in write order by one reader that takes 1 ms an object", share);
        assertThat(share).isGreaterThanOrEqualTo(0.5);
        assertThat(wasted()).isLessThan(0.02);
    }

    @Test
    void shouldReadInWriteOrderForSeveralReadersInDifferentPlaces() {
        writeAll();
        double share = readAll(4, 1, Duration.ZERO);
        // Without read-ahead each object would cost a seek: 0.67 ms of 8.67 ms, 0.08.
        print("read in write order by 4 readers in different places", share);
        assertThat(share).isGreaterThanOrEqualTo(0.5);
        assertThat(wasted()).isLessThan(0.05);
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 128})
    void shouldReadAtRandomAsAnIdealElevator(int underWay) {
        writeAll();
        List<Stored> shuffled = new ArrayList<>(objects);
        Collections.shuffle(shuffled, random);
        IdealElevator ideal =
                new IdealElevator(shuffled.stream().mapToLong(Stored::extent).toArray(), BLOCKS_BYTES, underWay);
        long since = simulated.disk().nanos();
        long travelBefore = simulated.disk().travelBytes();
        begun = 0;
        ended = 0;
        for (int i = 0; i < underWay; i++) {
            nextRead(shuffled, OBJECTS, Duration.ZERO);
        }
        simulated.run(() -> ended == OBJECTS);
        double share = (double) ideal.nanos() / (simulated.disk().nanos() - since);
        double travel = (double) (simulated.disk().travelBytes() - travelBefore) / ideal.travelBytes();
        print("read at random, " + underWay + " under way, of what ideal elevator order gives", share);
        print("  head travel against ideal elevator order", travel);
        print("  longest wait in s", longestNanos / 1e9);
        assertThat(share).isGreaterThanOrEqualTo(0.9);
        assertThat(travel).isLessThan(1.2);
        assertThat(wasted()).isLessThan(0.02);
    }

    private double writeAll() {
        long since = simulated.disk().nanos();
        for (int i = 0; i < UNDER_WAY; i++) {
            nextWrite();
        }
        simulated.run(() -> ended == OBJECTS);
        return shareSince(since, OBJECTS);
    }

    private void nextWrite() {
        if (objects.size() < OBJECTS) {
            Stored object = simulated.allocate(objects.size(), OBJECT_BYTES);
            objects.add(object);
            simulated.write(object, nanos -> {
                ended++;
                nextWrite();
            });
        }
    }

    private void nextLateWrite() {
        if (objects.size() < OBJECTS) {
            Stored object = simulated.allocate(objects.size(), OBJECT_BYTES);
            objects.add(object);
            ChunkWrite write = simulated.begin(object);
            simulated.after(
                    Duration.ofNanos(random.nextInt(10_000_000)),
                    () -> simulated.submit(write, object, nanos -> {
                        ended++;
                        nextLateWrite();
                    }));
        }
    }

    /** Each reader reads its part of the objects in order; the answer is the share of the sequential rate. */
    private double readAll(int readers, int underWay, Duration pause) {
        long since = simulated.disk().nanos();
        int part = OBJECTS / readers;
        ended = 0;
        for (int reader = 0; reader < readers; reader++) {
            List<Stored> own = objects.subList(reader * part, (reader + 1) * part);
            new Reader(own, pause).start(underWay);
        }
        simulated.run(() -> ended == readers * part);
        return shareSince(since, readers * part);
    }

    private final class Reader {

        private final List<Stored> own;
        private final Duration pause;
        private int next;

        Reader(List<Stored> own, Duration pause) {
            this.own = own;
            this.pause = pause;
        }

        void start(int underWay) {
            for (int i = 0; i < underWay; i++) {
                read();
            }
        }

        private void read() {
            if (next < own.size()) {
                simulated.read(own.get(next++), nanos -> {
                    ended++;
                    longestNanos = Math.max(longestNanos, nanos);
                    if (pause.isZero()) {
                        read();
                    } else {
                        simulated.after(pause, this::read);
                    }
                });
            }
        }
    }

    private void nextRead(List<Stored> from, int count, Duration pause) {
        if (begun < count) {
            simulated.read(from.get(begun++), nanos -> {
                ended++;
                longestNanos = Math.max(longestNanos, nanos);
                nextRead(from, count, pause);
            });
        }
    }

    private double shareSince(long sinceNanos, int count) {
        double seconds = (simulated.disk().nanos() - sinceNanos) / 1e9;
        return (double) count * OBJECT_BYTES / seconds / SimulatedDisk.BYTES_PER_SECOND;
    }

    private double wasted() {
        return (double) simulated.figure(HddFigure.READ_AHEAD_WASTED_BYTES) / simulated.figure(HddFigure.READ_BYTES);
    }

    private static void print(String what, double value) {
        System.out.printf("%s: %.3f%n", what, value);
    }
}
