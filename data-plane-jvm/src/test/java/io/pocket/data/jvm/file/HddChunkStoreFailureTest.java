package io.pocket.data.jvm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pocket.data.Admission;
import io.pocket.data.ChunkRead;
import io.pocket.data.ChunkStore;
import io.pocket.data.ChunkWrite;
import io.pocket.data.MediumFullException;
import io.pocket.data.RecordedCompletion;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the store for hard disks makes of a device that is full, busy, gives less than it was asked for, or hangs. */
class HddChunkStoreFailureTest {

    private static final int LENGTH = 40_000;
    private static final int POLLS_MAX = 10_000;
    private static final int CAPACITY_BYTES = 8 << 20;

    private final FailingDevice device = new FailingDevice();
    private final RecordedCompletion completion = new RecordedCompletion();
    private long nowNanos;
    private HddChunkStore store;

    @BeforeEach
    void openStore() throws IOException {
        HddStoreOptions options = HddChunkStoreTest.options(true, true);
        Arena arena = Arena.ofShared();
        CompletionSignal signal = new CompletionSignal("test-signal");
        signal.start();
        FileStoreParts parts = new FileStoreParts(
                device,
                new IoPath("test", true, ""),
                signal,
                arena,
                arena.allocate(options.stagingBytes() + options.readAheadBytes(), 4096));
        store = new HddChunkStore(CAPACITY_BYTES, options, parts, () -> nowNanos);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void shouldFailAWriteOnAFullDiskAndGiveItsStagingBack() {
        device.manner(FailingDevice.Manner.FULL);
        write(0, LENGTH, LENGTH);
        poll(1);
        assertThat(completion.failure()).isInstanceOf(MediumFullException.class);
        assertThat(store.stagedBytes()).isZero();
    }

    @Test
    void shouldFailEachOfTheWritesThatWentTogetherByItself() {
        int writes = 5;
        for (int i = 0; i < writes; i++) {
            write(0, LENGTH, LENGTH);
        }
        poll(writes);
        assertThat(completion.failure()).hasMessageContaining("input/output error");
        assertThat(device.starts()).as("once together, then one by one").isEqualTo(1 + writes);
        assertThat(store.figures().get(HddFigure.SPLIT_OPERATIONS)).isEqualTo(1);
        assertThat(store.stagedBytes()).isZero();
    }

    @Test
    void shouldFailAReadAndGiveItsStagingBack() {
        ChunkRead read = store.newRead();
        assertThat(read.begin(store.allocate(LENGTH), 17, 100, completion)).isEqualTo(Admission.ACCEPTED);
        poll(1);
        assertThat(completion.failure()).isNotNull();
        assertThat(store.stagedBytes()).isZero();
    }

    @Test
    void shouldGiveUpOnADeviceThatIsBusyForEver() {
        device.manner(FailingDevice.Manner.INTERRUPT);
        write(0, LENGTH, LENGTH);
        poll(1);
        assertThat(completion.failure()).hasMessageContaining("busy");
        assertThat(store.stagedBytes()).isZero();
    }

    @Test
    void shouldGoOnWhereAShortTransferStopped() {
        device.manner(FailingDevice.Manner.HALVES);
        write(0, LENGTH, LENGTH);
        write(0, LENGTH, LENGTH);
        poll(2);
        assertThat(completion.failure()).isNull();
        assertThat(device.starts()).isGreaterThan(2);
        assertThat(device.directThroughout()).as("direct after a ragged stop").isFalse();
        assertThat(store.stagedBytes()).isZero();
    }

    @Test
    void shouldHaveFewOperationsUnderWay() {
        int transfers = 12;
        for (int i = 0; i < transfers; i++) {
            write(0, LENGTH, LENGTH - 1_000);
        }
        poll(transfers);
        assertThat(device.mostUnderWay()).isEqualTo(2);
        assertThat(store.figures().get(HddFigure.UNDER_WAY)).isZero();
    }

    @Test
    void shouldSendARaggedPartThroughThePageCacheAndAPaddedEndDirectly() {
        write(8_192, LENGTH, LENGTH - 8_192);
        poll(1);
        assertThat(device.directThroughout()).isTrue();
        assertThat(store.figures().get(HddFigure.RAGGED_WRITES)).isZero();
        write(0, LENGTH, 5_000);
        poll(2);
        assertThat(device.directThroughout()).isFalse();
        assertThat(store.figures().get(HddFigure.RAGGED_WRITES)).isEqualTo(1);
    }

    @Test
    void shouldBeBusyWhenItsQueueIsFull() {
        List<ChunkWrite> writes = new ArrayList<>();
        ChunkWrite write = store.newWrite();
        while (write.begin(store.allocate(100), 100, 0, 100) == Admission.ACCEPTED) {
            writes.add(write);
            write = store.newWrite();
        }
        assertThat(writes).hasSize(64);
        writes.getFirst().cancel();
        assertThat(write.begin(0, 100, 0, 100)).isEqualTo(Admission.ACCEPTED);
        int reads = 0;
        while (store.newRead().begin(reads * 4096L, 0, 100, completion) == Admission.ACCEPTED) {
            reads++;
        }
        assertThat(reads).isEqualTo(64);
    }

    @Test
    void shouldBeBusyForAReadThatFindsNoStagingAndTakeNothing() {
        int length = 2 << 20;
        long extent = store.allocate(length);
        long another = store.allocate(length);
        assertThat(store.newRead().begin(extent, 0, length, completion)).isEqualTo(Admission.ACCEPTED);
        assertThat(store.newRead().begin(another, 0, length, completion)).isEqualTo(Admission.ACCEPTED);
        long staged = store.stagedBytes();
        // Its beginning is on its way already; its end is not, and there is no room.
        assertThat(store.newRead().begin(another, length - 4096, length, completion))
                .isEqualTo(Admission.BUSY);
        assertThat(store.stagedBytes()).isEqualTo(staged);
        poll(2);
        assertThat(store.stagedBytes()).isZero();
    }

    @Test
    void shouldFailWhatWaitsForADiskThatHangs() {
        device.manner(FailingDevice.Manner.HANG);
        for (int i = 0; i < 3; i++) {
            write(8_192 * i, LENGTH, 5_000);
            store.poll();
        }
        nowNanos = Duration.ofSeconds(29).toNanos();
        store.poll();
        assertThat(completion.calls()).isZero();
        assertThat(completion.overdueCalls()).isZero();
        nowNanos = Duration.ofSeconds(31).toNanos();
        store.poll();
        assertThat(completion.calls()).as("the one that the disk has not begun").isEqualTo(1);
        assertThat(completion.failure()).hasMessageContaining("within 30 s");
        assertThat(store.figures().get(HddFigure.EXPIRED)).isEqualTo(1);
        store.poll();
        assertThat(completion.overdueCalls())
                .as("the two that it has, told once")
                .isEqualTo(2);
        assertThat(store.figures().get(HddFigure.OVERDUE_OPERATIONS)).isEqualTo(2);
        assertThat(store.stagedBytes()).as("the disk may still read it").isPositive();
        device.manner(FailingDevice.Manner.FAIL);
        poll(3);
        assertThat(store.stagedBytes()).isZero();
    }

    @Test
    void shouldNotTryOverdueWritesAgainOneByOne() {
        device.manner(FailingDevice.Manner.HANG);
        int writes = 5;
        for (int i = 0; i < writes; i++) {
            write(0, LENGTH, LENGTH);
        }
        store.poll();
        nowNanos = Duration.ofSeconds(31).toNanos();
        store.poll();
        assertThat(completion.overdueCalls()).isEqualTo(writes);
        device.manner(FailingDevice.Manner.FAIL);
        poll(writes);
        assertThat(device.starts()).isEqualTo(1);
        assertThat(store.stagedBytes()).isZero();
    }

    @Test
    void shouldGoOnWithNothingThatIsOverdue() {
        device.manner(FailingDevice.Manner.HANG);
        write(0, LENGTH, LENGTH);
        store.poll();
        nowNanos = Duration.ofSeconds(31).toNanos();
        store.poll();
        device.manner(FailingDevice.Manner.HALVES);
        poll(1);
        assertThat(completion.failure()).hasMessageContaining("half done");
        assertThat(device.starts()).isEqualTo(1);
    }

    @Test
    void shouldLetNoReadJoinAnOverdueOne() {
        device.manner(FailingDevice.Manner.HANG);
        long extent = store.allocate(LENGTH);
        List<ChunkRead> reads = List.of(store.newRead(), store.newRead(), store.newRead());
        for (ChunkRead read : reads.subList(0, 2)) {
            assertThat(read.begin(extent, 0, LENGTH, completion)).isEqualTo(Admission.ACCEPTED);
        }
        store.poll();
        nowNanos = Duration.ofSeconds(31).toNanos();
        store.poll();
        assertThat(completion.overdueCalls()).as("both ride on the one").isEqualTo(2);
        assertThat(reads.getLast().begin(extent, 0, LENGTH, completion)).isEqualTo(Admission.ACCEPTED);
        store.poll();
        assertThat(device.starts()).isEqualTo(2);
        device.manner(FailingDevice.Manner.SUCCEED);
        poll(3);
        assertThat(completion.overdueCalls()).isEqualTo(2);
        reads.forEach(ChunkRead::release);
        assertThat(store.stagedBytes()).isZero();
    }

    @Test
    void shouldNotSplitAReadThatIsOverdue() {
        device.manner(FailingDevice.Manner.HANG);
        long extent = store.allocate(LENGTH);
        for (int i = 0; i < 2; i++) {
            assertThat(store.newRead().begin(extent, 0, LENGTH, completion)).isEqualTo(Admission.ACCEPTED);
        }
        store.poll();
        nowNanos = Duration.ofSeconds(31).toNanos();
        store.poll();
        device.manner(FailingDevice.Manner.FAIL);
        poll(2);
        assertThat(completion.failures()).isEqualTo(2);
        assertThat(device.starts()).isEqualTo(1);
        assertThat(store.stagedBytes()).isZero();
    }

    @Test
    void shouldBeSettledOnlyWhenTheDiskHasForcedWhatItHas() throws IOException {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> store.settle());
        device.manner(FailingDevice.Manner.SUCCEED);
        store.settle();
    }

    @Test
    void shouldBeFullOnlyWhenNothingIsFree() {
        int chunks = 0;
        while (store.allocate(LENGTH) != ChunkStore.FULL) {
            chunks++;
        }
        assertThat(chunks).isEqualTo(CAPACITY_BYTES / store.extentBytes(LENGTH));
    }

    private void write(int offset, int chunkLength, int length) {
        ChunkWrite write = store.newWrite();
        assertThat(write.begin(store.allocate(chunkLength), chunkLength, offset, length))
                .isEqualTo(Admission.ACCEPTED);
        write.target().put(new byte[length]);
        write.submit(completion);
    }

    private void poll(int calls) {
        for (int i = 0; completion.calls() < calls && i < POLLS_MAX; i++) {
            store.poll();
        }
        assertThat(completion.calls()).isEqualTo(calls);
    }
}
