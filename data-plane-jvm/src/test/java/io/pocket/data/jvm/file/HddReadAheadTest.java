package io.pocket.data.jvm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pocket.data.Admission;
import io.pocket.data.ChunkRead;
import io.pocket.data.RecordedCompletion;
import io.pocket.data.jvm.file.SimulatedStore.Stored;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is read before it is asked for: found by those who ask, never stale, bounded. */
class HddReadAheadTest {

    private static final int OBJECT_BYTES = 100_000;
    private static final int OBJECTS = 200;
    private static final int STEADY = 5;
    private static final long CAPACITY_BYTES = 24 << 20;
    private static final HddStoreOptions OPTIONS = HddStoreOptions.defaults();

    private final List<Stored> objects = new ArrayList<>();
    private SimulatedStore simulated;
    private int begun;
    private int ended;
    private int rewrittenUnderWay;

    @BeforeEach
    void fill() throws IOException {
        simulated = new SimulatedStore(CAPACITY_BYTES, OPTIONS);
        for (int i = 0; i < OBJECTS; i++) {
            objects.add(simulated.allocate(i, OBJECT_BYTES));
            write(objects.getLast());
        }
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    @Test
    void shouldHaveTheNextObjectsReadyForAReaderInWriteOrder() {
        readFirst(STEADY);
        settle();
        long operations = simulated.disk().operations();
        begin(objects.get(STEADY));
        assertThat(ended).as("ready at once").isEqualTo(begun);
        assertThat(simulated.disk().operations()).isEqualTo(operations);
        assertThat(simulated.figure(HddFigure.READ_AHEAD_HITS)).isPositive();
    }

    @Test
    void shouldServeWhatIsWrittenIntoAnExtentThatWasReadAheadAndFreed() {
        readFirst(STEADY);
        settle();
        Stored former = objects.get(STEADY);
        Stored anew = rewritten(former);
        read(anew);
        assertThatOthersAreRight(former);
    }

    @Test
    void shouldServeWhatIsWrittenWhileTheExtentIsBeingReadAhead() {
        readFirst(STEADY - 1);
        settle();
        // What follows is under way in the disk when the extent is freed, taken anew and written.
        begin(objects.get(STEADY - 1));
        begin(objects.get(STEADY));
        simulated.store().poll();
        Stored former = objects.get(STEADY + 6);
        assertThat(simulated.store().figures().get(HddFigure.UNDER_WAY)).isPositive();
        Stored anew = rewritten(former);
        simulated.run(() -> ended == begun);
        read(anew);
        assertThatOthersAreRight(former);
    }

    @Test
    void shouldNotServeWhatWasReadBeforeAWriteIntoTheSameChunk() {
        // Bytes of a chunk whose last part has not come are read ahead with those of its neighbour.
        readFirst(STEADY);
        settle();
        Stored same = objects.get(STEADY);
        Stored changed = new Stored(same.seed() + 1_000, same.extent(), same.bytes());
        write(changed);
        read(changed);
    }

    @Test
    void shouldNoticeStaleBytes() {
        Stored claimed = new Stored(77, objects.getFirst().extent(), OBJECT_BYTES);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> read(claimed))
                .withMessageContaining("is not what was written");
        begun--;
    }

    @Test
    void shouldKeepBytesForAReaderWhoseExtentWasReadAheadUntilItIsReleased() {
        readFirst(STEADY);
        settle();
        ChunkRead held = simulated.store().newRead();
        RecordedCompletion completion = new RecordedCompletion();
        Stored object = objects.get(STEADY);
        assertThat(held.begin(object.extent(), 0, OBJECT_BYTES, completion)).isEqualTo(Admission.ACCEPTED);
        completion.requireCompletedOnce();
        long first = held.piece(0).getLong(held.piece(0).position());
        // Others read on until its memory has been wanted many times.
        for (int round = 0; round < 4; round++) {
            for (int i = STEADY + 1; i < OBJECTS; i++) {
                read(objects.get(i));
            }
        }
        assertThat(held.piece(0).getLong(held.piece(0).position())).isEqualTo(first);
        held.release();
    }

    @Test
    void shouldReadAheadNoFurtherThanBytesAreTaken() {
        for (int i = OBJECTS - STEADY; i < OBJECTS; i++) {
            read(objects.get(i));
        }
        settle();
        assertThat(simulated.figure(HddFigure.READ_AHEAD_WASTED_BYTES)).isZero();
        assertThat(simulated.figure(HddFigure.READ_BYTES)).isEqualTo(STEADY * 102_400L);
    }

    @Test
    void shouldFailNoReaderBecauseItsNeighbourCannotBeRead() {
        readFirst(STEADY - 1);
        settle();
        Stored bad = objects.get(STEADY + 2);
        simulated
                .disk()
                .breakFor(transfer -> !transfer.isWrite()
                        && transfer.position() <= bad.extent()
                        && transfer.position() + transfer.remaining() > bad.extent());
        for (int i = STEADY - 1; i < STEADY + 2; i++) {
            begin(objects.get(i));
        }
        simulated.run(() -> ended == begun);
        ChunkRead read = simulated.store().newRead();
        RecordedCompletion completion = new RecordedCompletion();
        assertThat(read.begin(bad.extent(), 0, OBJECT_BYTES, completion)).isEqualTo(Admission.ACCEPTED);
        simulated.run(() -> completion.calls() == 1);
        assertThat(completion.failure()).hasMessageContaining("input/output error");
        read(objects.get(STEADY + 3));
        settle();
        assertThat(simulated.store().stagedBytes()).isZero();
    }

    @Test
    void shouldFailOnlyTheWriteWhoseSectorIsBadWhenItWentWithItsNeighbours() {
        List<RecordedCompletion> told = new ArrayList<>();
        List<Stored> fresh = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            fresh.add(simulated.allocate(500 + i, OBJECT_BYTES));
        }
        Stored bad = fresh.get(3);
        simulated
                .disk()
                .breakFor(transfer -> transfer.isWrite()
                        && transfer.position() <= bad.extent()
                        && transfer.position() + transfer.remaining() > bad.extent());
        for (Stored object : fresh) {
            RecordedCompletion completion = new RecordedCompletion();
            told.add(completion);
            simulated.begin(object).submit(completion);
        }
        simulated.run(() -> told.stream().allMatch(completion -> completion.calls() == 1));
        for (int i = 0; i < 8; i++) {
            if (i == 3) {
                assertThat(told.get(i).failure()).hasMessageContaining("input/output error");
            } else {
                told.get(i).requireCompletedOnce();
                read(fresh.get(i));
            }
        }
    }

    @Test
    void shouldStayReadyForOthersWhenAReadThatWantsMoreIsBusy() {
        readFirst(STEADY);
        settle();
        HddChunkStore store = simulated.store();
        long ahead = store.aheadBytes();
        Stored next = objects.get(STEADY);
        int tooLong = OPTIONS.stagingBytes() / 2 + OPTIONS.readAheadBytes();
        assertThat(store.newRead().begin(next.extent(), 0, tooLong, new RecordedCompletion()))
                .isEqualTo(Admission.BUSY);
        assertThat(store.aheadBytes()).isEqualTo(ahead);
        assertThat(store.stagedBytes()).isZero();
        begin(next);
        assertThat(ended).as("ready at once").isEqualTo(begun);
    }

    @Test
    void shouldGiveAllMemoryBackInTheEnd() {
        readFirst(OBJECTS / 2);
        settle();
        assertThat(simulated.store().aheadBytes()).isPositive();
        for (Stored object : objects) {
            simulated.store().free(object.extent(), OBJECT_BYTES);
        }
        assertThat(simulated.store().stagedBytes()).isZero();
        assertThat(simulated.store().aheadBytes()).isZero();
    }

    /** Readers go along the disk, upwards and again, while extents before and behind them are freed, reused and written. */
    @Test
    void shouldNeverServeStaleBytesInAnyOrderOfThings() {
        Random random = new Random(11);
        NavigableMap<Long, Stored> readable = new TreeMap<>();
        objects.forEach(object -> readable.put(object.extent(), object));
        NavigableMap<Long, Integer> readers = new TreeMap<>();
        long at = 0;
        for (int step = 0; step < 40_000; step++) {
            switch (random.nextInt(12)) {
                case 0 -> rewriteUnread(readable, readers, random.nextLong(CAPACITY_BYTES), step);
                case 1 -> at = random.nextInt(20) == 0 ? random.nextLong(CAPACITY_BYTES) : at;
                case 2, 3 -> simulated.store().poll();
                case 4 -> simulated.run(() -> ended + 4 >= begun);
                default -> at = begun - ended < 8 ? beginNext(readable, readers, at) : at;
            }
        }
        simulated.run(() -> ended == begun);
        settle();
        assertThat(simulated.figure(HddFigure.READ_AHEAD_HITS)).isGreaterThan(5_000);
        assertThat(rewrittenUnderWay)
                .as("rewritten while they were being read ahead")
                .isGreaterThan(100);
        assertThat(simulated.store().stagedBytes()).isZero();
    }

    private long beginNext(NavigableMap<Long, Stored> readable, NavigableMap<Long, Integer> readers, long at) {
        Map.Entry<Long, Stored> next = readable.ceilingEntry(at);
        if (next == null) {
            return 0;
        }
        long extent = next.getKey();
        begun++;
        readers.merge(extent, 1, Integer::sum);
        simulated.read(next.getValue(), nanos -> {
            ended++;
            readers.merge(extent, -1, (count, less) -> count + less == 0 ? null : count + less);
        });
        return extent + 1;
    }

    /** Frees the next object that nobody reads, and writes another one. */
    private void rewriteUnread(
            NavigableMap<Long, Stored> readable, NavigableMap<Long, Integer> readers, long from, int step) {
        Map.Entry<Long, Stored> next = readable.ceilingEntry(from);
        while (next != null && readers.containsKey(next.getKey())) {
            next = readable.higherEntry(next.getKey());
        }
        if (next == null) {
            return;
        }
        readable.remove(next.getKey());
        simulated.store().free(next.getKey(), OBJECT_BYTES);
        if (simulated.figure(HddFigure.UNDER_WAY) > 0) {
            rewrittenUnderWay++;
        }
        Stored anew = simulated.allocate(10_000L + step, OBJECT_BYTES);
        begun++;
        simulated.write(anew, nanos -> {
            ended++;
            readable.put(anew.extent(), anew);
        });
    }

    /** Frees an extent, takes until it has it again, and writes other bytes into it. */
    private Stored rewritten(Stored former) {
        simulated.store().free(former.extent(), OBJECT_BYTES);
        Stored anew = simulated.allocate(former.seed() + 1_000, OBJECT_BYTES);
        while (anew.extent() != former.extent()) {
            anew = simulated.allocate(former.seed() + 1_000, OBJECT_BYTES);
        }
        write(anew);
        return anew;
    }

    private void assertThatOthersAreRight(Stored replaced) {
        for (Stored object : objects) {
            if (object.extent() != replaced.extent()) {
                read(object);
            }
        }
    }

    private void write(Stored object) {
        begun++;
        simulated.write(object, nanos -> ended++);
        simulated.run(() -> ended == begun);
    }

    private void begin(Stored object) {
        begun++;
        simulated.read(object, nanos -> ended++);
    }

    private void read(Stored object) {
        begin(object);
        simulated.run(() -> ended == begun);
    }

    private void readFirst(int count) {
        for (int i = 0; i < count; i++) {
            read(objects.get(i));
        }
    }

    /** Lets the disk come to rest. */
    private void settle() {
        simulated.store().poll();
        simulated.run(
                () -> simulated.disk().nextEndNanos() == Long.MAX_VALUE && simulated.figure(HddFigure.UNDER_WAY) == 0);
    }
}
