package io.pocket.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every chunk store does, whatever its medium. Subclasses supply the store. */
public abstract class ChunkStoreContract {

    /** Capacity that {@link #newStore} must have. */
    protected static final int CAPACITY_BYTES = 8 << 20;

    private static final long DEADLINE_NANOS = 20_000_000_000L;
    private static final long PAUSE_NANOS = 10_000;

    private final Random random = new Random(42);
    private ChunkStore store;

    /** An empty store of {@link #CAPACITY_BYTES}, able to move at least 4 MiB at once. */
    protected abstract ChunkStore newStore() throws IOException;

    /** A store over the same bytes after the death of the process; closes the former one if it needs to be. */
    protected abstract ChunkStore reopened(ChunkStore former) throws IOException;

    @BeforeEach
    void openStore() throws IOException {
        store = newStore();
    }

    @AfterEach
    void closeStore() {
        // There is none if the test is skipped for want of the medium.
        if (store != null) {
            store.close();
        }
    }

    @Test
    void shouldReadBackWhatWasWritten() {
        for (int length : new int[] {1, 511, 512, 5_000, 65_537, 1 << 20, 4 << 20}) {
            byte[] content = randomBytes(length);
            long extent = store.allocate(length);
            write(extent, length, 0, content);
            assertThat(read(extent, 0, length)).isEqualTo(content);
            store.free(extent, length);
        }
    }

    @Test
    void shouldReadAnyRange() {
        byte[] content = randomBytes(100_000);
        long extent = store.allocate(content.length);
        write(extent, content.length, 0, content);
        for (int i = 0; i < 50; i++) {
            int from = random.nextInt(content.length);
            int length = 1 + random.nextInt(content.length - from);
            assertThat(read(extent, from, length)).isEqualTo(Arrays.copyOfRange(content, from, from + length));
        }
    }

    @Test
    void shouldAssembleAChunkFromPartsInAnyOrder() {
        byte[] content = randomBytes(30_001);
        long extent = store.allocate(content.length);
        int[] cuts = {0, 1, 4_097, 9_999, 16_384, 30_001};
        for (int part : new int[] {3, 0, 4, 2, 1}) {
            byte[] bytes = Arrays.copyOfRange(content, cuts[part], cuts[part + 1]);
            write(extent, content.length, cuts[part], bytes);
        }
        assertThat(read(extent, 0, content.length)).isEqualTo(content);
    }

    @Test
    void shouldLeaveNeighboursAlone() {
        byte[] left = randomBytes(1_001);
        byte[] middle = randomBytes(2_003);
        byte[] right = randomBytes(3_005);
        long leftExtent = store.allocate(left.length);
        long middleExtent = store.allocate(middle.length);
        long rightExtent = store.allocate(right.length);
        write(leftExtent, left.length, 0, left);
        write(rightExtent, right.length, 0, right);
        write(middleExtent, middle.length, 0, middle);
        assertThat(read(leftExtent, 0, left.length)).isEqualTo(left);
        assertThat(read(middleExtent, 0, middle.length)).isEqualTo(middle);
        assertThat(read(rightExtent, 0, right.length)).isEqualTo(right);
    }

    @Test
    void shouldTakeBytesPiecewise() {
        byte[] content = randomBytes(20_000);
        long extent = store.allocate(content.length);
        ChunkWrite write = store.newWrite();
        assertThat(write.begin(extent, content.length, 0, content.length)).isEqualTo(Admission.ACCEPTED);
        int position = 0;
        while (position < content.length) {
            ByteBuffer target = write.target();
            assertThat(target.hasRemaining()).isTrue();
            int count = Math.min(1 + random.nextInt(1_400), Math.min(target.remaining(), content.length - position));
            target.put(content, position, count);
            position += count;
        }
        assertThat(write.target().hasRemaining()).isFalse();
        await(write::submit);
        assertThat(read(extent, 0, content.length)).isEqualTo(content);
    }

    @Test
    void shouldReuseAWriteAfterCancel() {
        byte[] content = randomBytes(5_000);
        long extent = store.allocate(content.length);
        ChunkWrite write = store.newWrite();
        for (int i = 0; i < 1_000; i++) {
            assertThat(write.begin(extent, content.length, 0, content.length)).isEqualTo(Admission.ACCEPTED);
            write.target().put((byte) 1);
            write.cancel();
        }
        write(extent, content.length, 0, content);
        assertThat(read(extent, 0, content.length)).isEqualTo(content);
    }

    @Test
    void shouldKeepAReadsBufferUntilItIsReleased() {
        byte[] content = randomBytes(5_000);
        long extent = store.allocate(content.length);
        write(extent, content.length, 0, content);
        ChunkRead held = store.newRead();
        await(completion ->
                assertThat(held.begin(extent, 0, content.length, completion)).isEqualTo(Admission.ACCEPTED));
        long other = store.allocate(content.length);
        write(other, content.length, 0, randomBytes(content.length));
        read(other, 0, content.length);
        assertThat(contentOf(held)).isEqualTo(content);
        held.release();
    }

    @Test
    void shouldBeFullAndThenHaveRoomAgain() {
        assertThat(store.allocate(CAPACITY_BYTES + 1)).isEqualTo(ChunkStore.FULL);
        long all = store.allocate(CAPACITY_BYTES);
        assertThat(all).isNotEqualTo(ChunkStore.FULL);
        assertThat(store.allocate(1)).isEqualTo(ChunkStore.FULL);
        assertThat(store.usedBytes()).isEqualTo(store.capacityBytes());
        assertThat(store.largestFreeBytes()).isZero();
        store.free(all, CAPACITY_BYTES);
        assertThat(store.usedBytes()).isZero();
        assertThat(store.largestFreeBytes()).isEqualTo(store.capacityBytes());
    }

    @Test
    void shouldKeepItsBytesWhenReopened() throws IOException {
        byte[] content = randomBytes(70_000);
        store.allocate(1);
        long extent = store.allocate(content.length);
        write(extent, content.length, 0, content);
        store = reopened(store);
        store.reserve(extent, content.length);
        assertThat(store.usedBytes()).isEqualTo(store.extentBytes(content.length));
        assertThat(read(extent, 0, content.length)).isEqualTo(content);
        assertThat(store.allocate(1)).isZero();
    }

    private void write(long extent, int chunkLength, int offset, byte[] bytes) {
        ChunkWrite write = store.newWrite();
        assertThat(write.begin(extent, chunkLength, offset, bytes.length)).isEqualTo(Admission.ACCEPTED);
        int position = 0;
        while (position < bytes.length) {
            ByteBuffer target = write.target();
            int count = Math.min(target.remaining(), bytes.length - position);
            target.put(bytes, position, count);
            position += count;
        }
        await(write::submit);
    }

    private byte[] read(long extent, int offset, int length) {
        ChunkRead read = store.newRead();
        await(completion ->
                assertThat(read.begin(extent, offset, length, completion)).isEqualTo(Admission.ACCEPTED));
        byte[] content = contentOf(read);
        read.release();
        return content;
    }

    private static byte[] contentOf(ChunkRead read) {
        int length = 0;
        for (int i = 0; i < read.pieces(); i++) {
            length += read.piece(i).remaining();
        }
        ByteBuffer content = ByteBuffer.allocate(length);
        for (int i = 0; i < read.pieces(); i++) {
            content.put(read.piece(i).duplicate());
        }
        return content.array();
    }

    private interface Transfer {
        void start(Completion completion);
    }

    private void await(Transfer transfer) {
        RecordedCompletion completion = new RecordedCompletion();
        transfer.start(completion);
        long startNanos = System.nanoTime();
        while (completion.calls() == 0 && System.nanoTime() - startNanos < DEADLINE_NANOS) {
            if (store.poll() == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        completion.requireCompletedOnce();
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
