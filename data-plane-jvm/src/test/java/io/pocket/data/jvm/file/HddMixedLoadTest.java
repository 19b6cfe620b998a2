package io.pocket.data.jvm.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.data.jvm.file.SimulatedStore.Stored;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads and writes at the same time, on simulated time: none waits too long, and the head does not go to and fro. */
class HddMixedLoadTest {

    private static final int OBJECT_BYTES = 100_000;
    private static final int STORED = 4_000;
    private static final long CAPACITY_BYTES = 4L << 30;
    private static final HddStoreOptions OPTIONS = HddStoreOptions.defaults();
    /** What is under way in the disk is not interrupted: two of the longest operations, with a seek each. */
    private static final Duration UNDER_WAY = Duration.ofMillis(2 * (28 + 8));

    private final List<Stored> stored = new ArrayList<>();
    private final Random random = new Random(1);
    private SimulatedStore simulated;
    private long stopAtNanos;
    private long seeksBefore;
    private long operationsBefore;
    private final Load writing = new Load();
    private final Load reading = new Load();

    /** What one kind of transfer has come to. */
    private static final class Load {

        private int underWay;
        private int ended;
        private long longestNanos;

        void begun() {
            underWay++;
        }

        void ended(long nanos) {
            underWay--;
            ended++;
            longestNanos = Math.max(longestNanos, nanos);
        }
    }

    @BeforeEach
    void fill() throws IOException {
        simulated = new SimulatedStore(CAPACITY_BYTES, OPTIONS);
        for (int i = 0; i < STORED; i++) {
            Stored object = simulated.allocate(i, OBJECT_BYTES);
            int before = writing.ended;
            stored.add(object);
            writing.begun();
            simulated.write(object, writing::ended);
            simulated.run(() -> writing.ended > before);
        }
        writing.ended = 0;
        writing.longestNanos = 0;
        seeksBefore = simulated.disk().seeks();
        operationsBefore = simulated.disk().operations();
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    @Test
    void shouldServeReadersAtRandomAndWritersAtOnceInBatches() {
        runFor(Duration.ofSeconds(20), 16, 32, () -> stored.get(random.nextInt(STORED)));
        print("16 readers at random and 32 writers");
        // Each kind has half of the time: 75 MB/s of writes, and half of 115 reads a second.
        assertThat(writtenBytesPerSecond()).isGreaterThan(0.4 * SimulatedDisk.BYTES_PER_SECOND);
        assertThat(reading.ended / 20).isGreaterThan(45);
        // A write waits for the readers' batch; a read for the writers' batches within its sweep.
        assertThat(writing.longestNanos).isLessThan(nanos(OPTIONS.batch(), 2, UNDER_WAY));
        assertThat(reading.longestNanos).isLessThan(nanos(OPTIONS.batch(), 6, UNDER_WAY));
    }

    @Test
    void shouldNotLetWritersStarveOneReader() {
        runFor(Duration.ofSeconds(20), 1, 32, () -> stored.get(random.nextInt(STORED)));
        print("1 reader at random and 32 writers");
        assertThat(reading.longestNanos).isLessThan(nanos(OPTIONS.batch(), 1, UNDER_WAY));
        assertThat(writtenBytesPerSecond()).isGreaterThan(0.5 * SimulatedDisk.BYTES_PER_SECOND);
    }

    @Test
    void shouldNotLetReadersStarveOneWriter() {
        runFor(Duration.ofSeconds(20), 32, 1, () -> stored.get(random.nextInt(STORED)));
        print("32 readers at random and 1 writer");
        assertThat(writing.ended).isGreaterThan(100);
        assertThat(writing.longestNanos).isLessThan(nanos(OPTIONS.batch(), 1, UNDER_WAY));
    }

    @Test
    void shouldAcknowledgeAWriteOnlyWhenTheDiskHasItAndKeepNoneWaitingForCompany() {
        writing.begun();
        simulated.write(simulated.allocate(9_000_000, OBJECT_BYTES), writing::ended);
        simulated.run(() -> writing.ended == 1);
        assertThat(writing.longestNanos).isEqualTo(SimulatedDisk.transferNanos(102_400));
    }

    /** Readers that are always ahead of the head could keep it from ever coming back. */
    @Test
    void shouldNotStarveAReadBehindTheHead() {
        int[] next = {STORED / 8};
        Load behind = new Load();
        simulated.after(Duration.ofMillis(100), () -> {
            behind.begun();
            simulated.read(stored.getFirst(), behind::ended);
        });
        runFor(Duration.ofSeconds(20), 16, 0, () -> {
            // Upwards, never adjacent, never at the end within the patience.
            next[0] = next[0] + 2 < STORED ? next[0] + 2 : STORED / 8;
            return stored.get(next[0]);
        });
        assertThat(behind.ended).isEqualTo(1);
        System.out.printf("a read behind the head, others always ahead of it: %.3f s%n", behind.longestNanos / 1e9);
        assertThat(behind.longestNanos).isLessThan(nanos(OPTIONS.patience(), 1, Duration.ofMillis(16 * 9 + 100)));
    }

    @Test
    void shouldReadAlongTheDiskWhileOthersWrite() {
        int[] next = {0};
        runFor(Duration.ofSeconds(10), 1, 8, () -> stored.get(next[0]++ % STORED));
        print("1 reader in write order and 8 writers");
        // Without read-ahead it would get one object a batch of the writers at best.
        assertThat(reading.ended).isGreaterThan(400);
        assertThat(reading.longestNanos).isLessThan(nanos(OPTIONS.batch(), 1, UNDER_WAY));
    }

    private void runFor(Duration time, int readers, int writers, Supplier<Stored> whichToRead) {
        stopAtNanos = simulated.disk().nanos() + time.toNanos();
        for (int i = 0; i < readers; i++) {
            read(whichToRead);
        }
        for (int i = 0; i < writers; i++) {
            write();
        }
        simulated.run(() ->
                reading.underWay + writing.underWay == 0 && simulated.disk().nanos() >= stopAtNanos);
    }

    private void read(Supplier<Stored> which) {
        if (simulated.disk().nanos() < stopAtNanos) {
            reading.begun();
            simulated.read(which.get(), nanos -> {
                reading.ended(nanos);
                // A moment passes before a client's next request is there.
                simulated.after(Duration.ofNanos(100_000), () -> read(which));
            });
        }
    }

    private void write() {
        if (simulated.disk().nanos() < stopAtNanos) {
            Stored object = simulated.allocate(writing.ended + 1_000_000L, OBJECT_BYTES);
            writing.begun();
            simulated.write(object, nanos -> {
                writing.ended(nanos);
                simulated.store().free(object.extent(), OBJECT_BYTES);
                simulated.after(Duration.ofNanos(100_000), this::write);
            });
        }
    }

    private double writtenBytesPerSecond() {
        return (double) writing.ended * OBJECT_BYTES / 20;
    }

    private static long nanos(Duration each, int times, Duration more) {
        return each.multipliedBy(times).plus(more).toNanos();
    }

    private void print(String what) {
        System.out.printf(
                "%s: %d reads, longest %d ms; %d writes, longest %d ms; %d seeks in %d operations%n",
                what,
                reading.ended,
                TimeUnit.NANOSECONDS.toMillis(reading.longestNanos),
                writing.ended,
                TimeUnit.NANOSECONDS.toMillis(writing.longestNanos),
                simulated.disk().seeks() - seeksBefore,
                simulated.disk().operations() - operationsBefore);
    }
}
