package io.pocket.data.jvm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pocket.data.Admission;
import io.pocket.data.ChunkRead;
import io.pocket.data.ChunkStore;
import io.pocket.data.ChunkStoreContract;
import io.pocket.data.ChunkWrite;
import io.pocket.data.RecordedCompletion;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The file store as the machine lets it be; subclasses take away io_uring or direct I/O. */
@Timeout(30)
class FileChunkStoreTest extends ChunkStoreContract {

    static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final int CHUNK_BYTES = 1 << 20;
    private static final int LONGEST_CHUNK_BYTES = 4 << 20;

    @TempDir
    private Path directory;

    FileStoreOptions options() {
        return new FileStoreOptions(8, FileStoreOptions.STAGING_BYTES_MIN, TIMEOUT, true, true);
    }

    @Override
    protected FileChunkStore newStore() throws IOException {
        return FileChunkStore.open(directory.resolve("chunks"), CAPACITY_BYTES, options());
    }

    @Override
    protected ChunkStore reopened(ChunkStore former) throws IOException {
        former.close();
        return newStore();
    }

    private FileChunkStore another() throws IOException {
        return FileChunkStore.open(directory.resolve("another"), CAPACITY_BYTES, options());
    }

    @Test
    void shouldBeBusyWhileItsStagingIsTakenAndThenResume() throws IOException {
        try (FileChunkStore store = another()) {
            long extent = store.allocate(CHUNK_BYTES);
            List<ChunkWrite> held = writesUntilBusy(store, extent);
            ChunkWrite write = store.newWrite();
            assertThat(write.begin(extent, CHUNK_BYTES, 0, CHUNK_BYTES)).isEqualTo(Admission.BUSY);
            held.removeFirst().cancel();
            assertThat(write.begin(extent, CHUNK_BYTES, 0, CHUNK_BYTES)).isEqualTo(Admission.ACCEPTED);
            write.cancel();
            held.forEach(ChunkWrite::cancel);
            assertThat(store.stagedBytes()).isZero();
        }
    }

    @Test
    void shouldReadTheLongestChunkWhileWritesTakeAllTheStagingTheyCan() throws IOException {
        try (FileChunkStore store = another()) {
            long extent = store.allocate(LONGEST_CHUNK_BYTES);
            List<ChunkWrite> held = writesUntilBusy(store, extent);
            assertThat(held).isNotEmpty();
            read(store, extent, LONGEST_CHUNK_BYTES).requireCompletedOnce();
            held.forEach(ChunkWrite::cancel);
        }
    }

    @Test
    void shouldWriteTheLongestChunkWhileReadsHoldAllTheStagingTheyCan() throws IOException {
        try (FileChunkStore store = another()) {
            long extent = store.allocate(LONGEST_CHUNK_BYTES);
            int reads = 0;
            while (store.newRead().begin(extent, 0, CHUNK_BYTES, new RecordedCompletion()) == Admission.ACCEPTED) {
                reads++;
            }
            assertThat(reads).isPositive();
            ChunkWrite write = store.newWrite();
            assertThat(write.begin(extent, LONGEST_CHUNK_BYTES, 0, LONGEST_CHUNK_BYTES))
                    .isEqualTo(Admission.ACCEPTED);
            write.cancel();
        }
    }

    private static List<ChunkWrite> writesUntilBusy(FileChunkStore store, long extent) {
        List<ChunkWrite> held = new ArrayList<>();
        ChunkWrite write = store.newWrite();
        while (write.begin(extent, CHUNK_BYTES, 0, CHUNK_BYTES) == Admission.ACCEPTED) {
            held.add(write);
            write = store.newWrite();
        }
        return held;
    }

    @Test
    void shouldKeepWhatItHoldsWhenItIsSettled() throws IOException {
        FileChunkStore store = another();
        ChunkWrite write = store.newWrite();
        assertThat(write.begin(store.allocate(5_000), 5_000, 0, 5_000)).isEqualTo(Admission.ACCEPTED);
        write.target().put(new byte[5_000]);
        write.submit(new RecordedCompletion());
        store.poll();
        store.settle();
        store.close();
        another().close();
    }

    @Test
    void shouldWakeTheOwnerForEachBatchSoThatItNeedNotPoll() throws Exception {
        try (FileChunkStore store = another()) {
            Semaphore wakeUps = new Semaphore(0);
            store.wakeUpBy(wakeUps::release);
            RecordedCompletion completion = new RecordedCompletion();
            int transfers = 40;
            for (int i = 0; i < transfers; i++) {
                ChunkWrite write = store.newWrite();
                assertThat(write.begin(store.allocate(5_000), 5_000, 0, 5_000)).isEqualTo(Admission.ACCEPTED);
                write.target().put(new byte[5_000]);
                write.submit(completion);
            }
            while (completion.calls() < transfers) {
                assertThat(wakeUps.tryAcquire(10, TimeUnit.SECONDS)).as("woken").isTrue();
                store.poll();
            }
            assertThat(completion.failure()).isNull();
            assertThat(store.stagedBytes()).isZero();
        }
    }

    @Test
    void shouldFailAReadBeyondTheEndOfADamagedFileAndKeepWorking() throws IOException {
        try (FileChunkStore store = another()) {
            long first = store.allocate(CHUNK_BYTES);
            long lost = store.allocate(CHUNK_BYTES);
            try (FileChannel channel = FileChannel.open(directory.resolve("another"), StandardOpenOption.WRITE)) {
                channel.truncate(lost);
            }
            assertThat(read(store, lost, CHUNK_BYTES).failure()).hasMessageContaining("ends at");
            assertThat(store.stagedBytes()).isZero();
            read(store, first, CHUNK_BYTES).requireCompletedOnce();
        }
    }

    private static RecordedCompletion read(FileChunkStore store, long extent, int lengthBytes) {
        RecordedCompletion completion = new RecordedCompletion();
        ChunkRead read = store.newRead();
        assertThat(read.begin(extent, 0, lengthBytes, completion)).isEqualTo(Admission.ACCEPTED);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (completion.calls() == 0 && System.nanoTime() < deadline) {
            store.poll();
        }
        return completion;
    }

    @Test
    void shouldEndWhatIsUnderWayBeforeItCloses() throws IOException {
        FileChunkStore store = another();
        for (int i = 0; i < 4; i++) {
            ChunkWrite write = store.newWrite();
            assertThat(write.begin(store.allocate(CHUNK_BYTES), CHUNK_BYTES, 0, CHUNK_BYTES))
                    .isEqualTo(Admission.ACCEPTED);
            write.target().put(new byte[CHUNK_BYTES]);
            write.submit(new RecordedCompletion());
        }
        store.poll();
        store.close();
        another().close();
    }

    @Test
    void shouldRefuseAFileOfAnotherSize() throws IOException {
        another().close();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> FileChunkStore.open(directory.resolve("another"), CAPACITY_BYTES / 2, options()))
                .withMessageContaining("configure its former size");
    }

    @Test
    void shouldRefuseACapacityThatTheDiskHasNoRoomForAndLeaveNothing() throws IOException {
        Path file = directory.resolve("large");
        long more = Files.getFileStore(directory).getUsableSpace() + (64L << 30);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> FileChunkStore.open(file, more & -FileChunkStore.UNIT_BYTES, options()))
                .withMessageContaining("choose a smaller capacity");
        assertThat(file).doesNotExist();
    }

    @Test
    void shouldSayHowItsBytesTravel() throws IOException {
        try (FileChunkStore store = another()) {
            if (!options().ioUring()) {
                assertThat(store.path().engine()).isEqualTo("threads");
            }
            if (!options().ioUring() || !options().direct()) {
                assertThat(store.path().direct()).isFalse();
                assertThat(store.path().reason()).contains("switched off");
            }
            assertThat(store.path().direct() || !store.path().reason().isEmpty())
                    .isTrue();
        }
    }
}
