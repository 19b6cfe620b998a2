package io.pocket.data.jvm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.pocket.data.Admission;
import io.pocket.data.ChunkRead;
import io.pocket.data.ChunkWrite;
import io.pocket.data.MediumFullException;
import io.pocket.data.RecordedCompletion;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the store makes of a device that is full, busy or gives less than it was asked for. */
class FileChunkStoreFailureTest {

    private static final int DEPTH = 4;
    private static final int LENGTH = 40_000;
    private static final int POLLS_MAX = 10_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final FailingDevice device = new FailingDevice();
    private final RecordedCompletion completion = new RecordedCompletion();
    private FileChunkStore store;
    private long nanos = Long.MAX_VALUE - 1_000; // A clock may overflow.

    @BeforeEach
    void openStore() throws IOException {
        Arena arena = Arena.ofShared();
        CompletionSignal signal = new CompletionSignal("test-signal");
        signal.start();
        FileStoreParts parts =
                new FileStoreParts(device, new IoPath("test", true, ""), signal, arena, arena.allocate(1 << 20, 4096));
        store = new FileChunkStore(8 << 20, new TransferQueue.Pace(DEPTH, TIMEOUT, () -> nanos), parts);
    }

    @AfterEach
    void closeStore() {
        device.manner(FailingDevice.Manner.SUCCEED);
        store.close();
    }

    @Test
    void shouldSayThatAFullDiskIsFullAndWorkAgainWhenItHasRoom() {
        device.manner(FailingDevice.Manner.FULL);
        write(0, LENGTH, LENGTH);
        poll(1);
        assertThat(completion.failure()).isInstanceOf(MediumFullException.class).hasMessageContaining("no space left");
        assertThat(store.stagedBytes()).isZero();
        assertThat(store.figures().fullFailures()).isEqualTo(1);
        device.manner(FailingDevice.Manner.SUCCEED);
        write(0, LENGTH, LENGTH);
        poll(2);
        assertThat(completion.failures()).isEqualTo(1);
    }

    @Test
    void shouldNotTakeAnotherFailureForAFullDisk() {
        write(0, LENGTH, LENGTH);
        poll(1);
        assertThat(completion.failure()).isNotInstanceOf(MediumFullException.class);
        assertThat(store.figures().fullFailures()).isZero();
    }

    @Test
    void shouldTellTheAskerAtTheDeadlineAndKeepTheStagingUntilTheDeviceIsDone() {
        device.manner(FailingDevice.Manner.HANG);
        write(0, LENGTH, LENGTH);
        store.poll();
        nanos += TIMEOUT.toNanos() - 1;
        store.poll();
        assertThat(completion.overdue()).isNull();
        nanos++;
        store.poll();
        store.poll();
        assertThat(completion.overdueCalls()).isEqualTo(1);
        assertThat(completion.overdue()).hasMessageContaining("within 3000 ms");
        assertThat(completion.calls()).isZero();
        assertThat(store.stagedBytes()).isPositive();
        assertThat(store.figures().overdueTransfers()).isEqualTo(1);
        assertThat(store.figures().overdueBytes()).isEqualTo(Blocks.up(LENGTH));
        device.manner(FailingDevice.Manner.SUCCEED);
        poll(1);
        assertThat(store.stagedBytes()).isZero();
        assertThat(store.figures().overdueTransfers()).isZero();
        assertThat(store.figures().overdueBytes()).isZero();
        assertThat(store.figures().timeouts()).isEqualTo(1);
    }

    @Test
    void shouldKeepAnOverdueReadsStagingUntilItIsReleased() {
        device.manner(FailingDevice.Manner.HANG);
        ChunkRead read = store.newRead();
        assertThat(read.begin(store.allocate(LENGTH), 17, 100, completion)).isEqualTo(Admission.ACCEPTED);
        store.poll();
        nanos += TIMEOUT.toNanos();
        store.poll();
        assertThat(completion.overdue()).isNotNull();
        device.manner(FailingDevice.Manner.SUCCEED);
        poll(1);
        assertThat(store.stagedBytes()).isPositive();
        read.release();
        assertThat(store.stagedBytes()).isZero();
    }

    @Test
    void shouldFailWhatADeviceThatHangsNeverTookAndGiveItsStagingBack() {
        device.manner(FailingDevice.Manner.HANG);
        for (int i = 0; i < DEPTH + 2; i++) {
            write(0, LENGTH, LENGTH);
        }
        store.poll();
        nanos += TIMEOUT.toNanos();
        store.poll();
        assertThat(completion.calls()).as("those that waited").isEqualTo(2);
        assertThat(completion.failure()).hasMessageContaining("within 3000 ms");
        assertThat(store.stagedBytes()).isEqualTo(DEPTH * (long) Blocks.up(LENGTH));
        assertThat(store.figures().overdueTransfers()).isEqualTo(DEPTH);
        device.manner(FailingDevice.Manner.SUCCEED);
        poll(DEPTH + 2);
        assertThat(store.stagedBytes()).isZero();
    }

    @Test
    void shouldNotBeginTheRestOfAnOverdueTransfer() {
        device.manner(FailingDevice.Manner.HANG);
        write(0, LENGTH, LENGTH);
        store.poll();
        nanos += TIMEOUT.toNanos();
        store.poll();
        device.manner(FailingDevice.Manner.HALVES);
        poll(1);
        assertThat(device.starts()).isEqualTo(1);
        assertThat(completion.failure()).isNotNull();
        assertThat(store.stagedBytes()).isZero();
    }

    @Test
    void shouldGiveEachTransferItsOwnDeadline() {
        device.manner(FailingDevice.Manner.HANG);
        write(0, LENGTH, LENGTH);
        store.poll();
        nanos += TIMEOUT.toNanos() / 2;
        write(0, LENGTH, LENGTH);
        store.poll();
        nanos += TIMEOUT.toNanos() / 2;
        store.poll();
        assertThat(store.figures().overdueTransfers()).isEqualTo(1);
        nanos += TIMEOUT.toNanos() / 2;
        store.poll();
        assertThat(store.figures().overdueTransfers()).isEqualTo(2);
    }

    @Test
    void shouldNotCallItselfSettledWhenTheDiskCouldNotKeepItsBytes() {
        assertThatExceptionOfType(IOException.class).isThrownBy(store::settle);
        device.manner(FailingDevice.Manner.SUCCEED);
        assertThatNoException().isThrownBy(store::settle);
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
        poll(1);
        completion.requireCompletedOnce();
        assertThat(device.starts()).isGreaterThan(2);
        assertThat(device.directThroughout()).as("direct after a ragged stop").isFalse();
    }

    @Test
    void shouldHaveNoMoreUnderWayThanTheQueueDepth() {
        int transfers = 3 * DEPTH;
        for (int i = 0; i < transfers; i++) {
            write(0, LENGTH, LENGTH);
        }
        poll(transfers);
        assertThat(completion.calls()).isEqualTo(transfers);
        assertThat(device.mostUnderWay()).isEqualTo(DEPTH);
        assertThat(store.stagedBytes()).isZero();
    }

    @Test
    void shouldSendARaggedPartThroughThePageCacheAndAPaddedEndDirectly() {
        write(8_192, LENGTH, LENGTH - 8_192);
        poll(1);
        assertThat(device.directThroughout()).isTrue();
        assertThat(store.raggedTransfers()).isZero();
        write(0, LENGTH, 5_000);
        poll(2);
        assertThat(device.directThroughout()).isFalse();
        assertThat(store.raggedTransfers()).isEqualTo(1);
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
