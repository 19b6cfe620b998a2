package io.pocket.data.nativeplane.spdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.data.Admission;
import io.pocket.data.ChunkRead;
import io.pocket.data.ChunkStore;
import io.pocket.data.ChunkWrite;
import io.pocket.data.RecordedCompletion;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Writes and reads whole parts, waiting for each. The owner's thread. */
final class StoreDriver {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final long PAUSE_NANOS = 50_000;

    private final ChunkStore store;

    StoreDriver(ChunkStore store) {
        this.store = store;
    }

    static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Starts a write; its completion follows at a poll. */
    RecordedCompletion begin(long extent, int chunkLength, int offset, byte[] part) {
        RecordedCompletion completion = new RecordedCompletion();
        ChunkWrite write = store.newWrite();
        assertThat(write.begin(extent, chunkLength, offset, part.length)).isEqualTo(Admission.ACCEPTED);
        ByteBuffer target = write.target();
        target.put(part);
        write.submit(completion);
        return completion;
    }

    RecordedCompletion write(long extent, byte[] content) {
        RecordedCompletion completion = begin(extent, content.length, 0, content);
        await(() -> completion.calls() > 0);
        return completion;
    }

    byte[] read(long extent, int length) {
        ChunkRead read = store.newRead();
        RecordedCompletion completion = new RecordedCompletion();
        assertThat(read.begin(extent, 0, length, completion)).isEqualTo(Admission.ACCEPTED);
        await(() -> completion.calls() > 0);
        completion.requireCompletedOnce();
        byte[] content = new byte[length];
        read.piece(0).duplicate().get(content);
        read.release();
        return content;
    }

    boolean canRead(long extent, int length) {
        ChunkRead read = store.newRead();
        RecordedCompletion completion = new RecordedCompletion();
        assertThat(read.begin(extent, 0, length, completion)).isEqualTo(Admission.ACCEPTED);
        await(() -> completion.calls() > 0);
        if (completion.failures() == 0) {
            read.release();
        }
        return completion.failures() == 0;
    }

    RecordedCompletion failedRead(long extent, int length) {
        RecordedCompletion completion = new RecordedCompletion();
        assertThat(store.newRead().begin(extent, 0, length, completion)).isEqualTo(Admission.ACCEPTED);
        await(() -> completion.calls() > 0);
        return completion;
    }

    void await(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).as("nanoseconds waited").isLessThan(DEADLINE.toNanos());
            if (store.poll() == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
