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

/** The store for hard disks as the machine lets it be; subclasses take away io_uring or direct I/O. */
@Timeout(30)
class HddChunkStoreTest extends ChunkStoreContract {

    private static final int CHUNK_BYTES = 1 << 20;

    @TempDir
    private Path directory;

    HddStoreOptions options() {
        return options(true, true);
    }

    static HddStoreOptions options(boolean ioUring, boolean direct) {
        HddStoreOptions usual = HddStoreOptions.defaults();
        return new HddStoreOptions(
                64,
                HddStoreOptions.STAGING_BYTES_MIN,
                4 << 20,
                1 << 20,
                Duration.ofMillis(20),
                usual.patience(),
                usual.deadline(),
                ioUring,
                direct);
    }

    @Override
    protected HddChunkStore newStore() throws IOException {
        return HddChunkStore.open(directory.resolve("chunks"), CAPACITY_BYTES, options());
    }

    @Override
    protected ChunkStore reopened(ChunkStore former) throws IOException {
        former.close();
        return newStore();
    }

    private HddChunkStore another() throws IOException {
        return HddChunkStore.open(directory.resolve("another"), CAPACITY_BYTES, options());
    }

    @Test
    void shouldBeBusyWhileItsStagingIsTakenAndThenResume() throws IOException {
        try (HddChunkStore store = another()) {
            long extent = store.allocate(CHUNK_BYTES);
            List<ChunkWrite> held = new ArrayList<>();
            ChunkWrite write = store.newWrite();
            while (write.begin(extent, CHUNK_BYTES, 0, CHUNK_BYTES) == Admission.ACCEPTED) {
                held.add(write);
                write = store.newWrite();
            }
            assertThat(held).hasSize(HddStoreOptions.STAGING_BYTES_MIN / 2 / CHUNK_BYTES);
            held.removeFirst().cancel();
            assertThat(write.begin(extent, CHUNK_BYTES, 0, CHUNK_BYTES)).isEqualTo(Admission.ACCEPTED);
            write.cancel();
            held.forEach(ChunkWrite::cancel);
            assertThat(store.stagedBytes()).isZero();
        }
    }

    @Test
    void shouldReadWhileWritesHoldAllTheirStaging() throws IOException {
        try (HddChunkStore store = another()) {
            long extent = store.allocate(CHUNK_BYTES);
            ChunkWrite write = store.newWrite();
            while (write.begin(extent, CHUNK_BYTES, 0, CHUNK_BYTES) == Admission.ACCEPTED) {
                write = store.newWrite();
            }
            read(store, store.allocate(CHUNK_BYTES)).requireCompletedOnce();
        }
    }

    @Test
    void shouldWakeTheOwnerForEachBatchSoThatItNeedNotPoll() throws Exception {
        try (HddChunkStore store = another()) {
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
            assertThat(store.figures().get(HddFigure.MERGED_WRITES)).isPositive();
            assertThat(store.figures().get(HddFigure.WRITTEN_BYTES)).isEqualTo(transfers * 8_192L);
        }
    }

    @Test
    void shouldFailAReadBeyondTheEndOfADamagedFileAndKeepWorking() throws IOException {
        try (HddChunkStore store = another()) {
            long first = store.allocate(CHUNK_BYTES);
            long lost = store.allocate(CHUNK_BYTES);
            try (FileChannel channel = FileChannel.open(directory.resolve("another"), StandardOpenOption.WRITE)) {
                channel.truncate(lost);
            }
            assertThat(read(store, lost).failure()).hasMessageContaining("ends at");
            assertThat(store.stagedBytes()).isZero();
            read(store, first).requireCompletedOnce();
        }
    }

    private static RecordedCompletion read(HddChunkStore store, long extent) {
        RecordedCompletion completion = new RecordedCompletion();
        ChunkRead read = store.newRead();
        assertThat(read.begin(extent, 0, CHUNK_BYTES, completion)).isEqualTo(Admission.ACCEPTED);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (completion.calls() == 0 && System.nanoTime() < deadline) {
            store.poll();
        }
        return completion;
    }

    @Test
    void shouldEndWhatIsUnderWayBeforeItCloses() throws IOException {
        HddChunkStore store = another();
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
                .isThrownBy(() -> HddChunkStore.open(directory.resolve("another"), CAPACITY_BYTES / 2, options()))
                .withMessageContaining("configure its former size");
    }

    @Test
    void shouldSayHowItsBytesTravel() throws IOException {
        try (HddChunkStore store = another()) {
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
