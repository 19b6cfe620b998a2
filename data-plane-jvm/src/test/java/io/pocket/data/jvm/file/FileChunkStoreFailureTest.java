package io.pocket.data.jvm.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.data.Admission;
import io.pocket.data.ChunkRead;
import io.pocket.data.ChunkWrite;
import io.pocket.data.RecordedCompletion;
import java.io.IOException;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the store makes of a device that is full, busy or gives less than it was asked for. */
class FileChunkStoreFailureTest {

    private static final int DEPTH = 4;
    private static final int LENGTH = 40_000;
    private static final int POLLS_MAX = 10_000;

    private final FailingDevice device = new FailingDevice();
    private final RecordedCompletion completion = new RecordedCompletion();
    private FileChunkStore store;

    @BeforeEach
    void openStore() throws IOException {
        Arena arena = Arena.ofShared();
        CompletionSignal signal = new CompletionSignal("test-signal");
        signal.start();
        FileStoreParts parts =
                new FileStoreParts(device, new IoPath("test", true, ""), signal, arena, arena.allocate(1 << 20, 4096));
        store = new FileChunkStore(8 << 20, DEPTH, parts);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void shouldFailAWriteOnAFullDiskAndGiveItsStagingBack() {
        write(0, LENGTH, LENGTH);
        poll(1);
        assertThat(completion.failure()).hasMessageContaining("no space left");
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
