package io.pocket.data.memory;

import io.pocket.data.Admission;
import io.pocket.data.ChunkRead;
import io.pocket.data.ChunkWrite;
import io.pocket.data.Completion;
import io.pocket.data.MediumFullException;
import io.pocket.data.SlabChunkStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A heap store that behaves like a device: bytes are staged in a fixed number of small buffers, and transfers complete
 * only when {@link #poll} is called, one at a time. It keeps the seam honest, and lets
 * the simulator have slow and failing media.
 */
public final class StagedChunkStore extends SlabChunkStore {

    private final byte[] medium;
    private final int buffers;
    private final int bufferBytes;
    private final Deque<ByteBuffer> freeBuffers = new ArrayDeque<>();
    private final Deque<Queued> queued = new ArrayDeque<>();
    private IOException failure;

    /**
     * An empty store.
     *
     * @param buffers number of staging buffers, which bounds the bytes under way
     * @param bufferBytes size of each
     */
    public StagedChunkStore(int capacityBytes, int unitBytes, int buffers, int bufferBytes) {
        this(new byte[capacityBytes], unitBytes, buffers, bufferBytes);
    }

    private StagedChunkStore(byte[] medium, int unitBytes, int buffers, int bufferBytes) {
        super(medium.length, unitBytes);
        this.medium = medium;
        this.buffers = buffers;
        this.bufferBytes = bufferBytes;
        for (int i = 0; i < buffers; i++) {
            freeBuffers.push(ByteBuffer.allocateDirect(bufferBytes));
        }
    }

    /**
     * A new store over the same medium, with nothing reserved yet; what was queued never happens. This one must not be
     * used any more.
     */
    public StagedChunkStore afterCrash() {
        return new StagedChunkStore(medium, (int) extentBytes(1), buffers, bufferBytes);
    }

    private record Queued(Completion completion, Runnable transfer) {}

    /** From now on every transfer fails, or none does. */
    public void failing(boolean fail) {
        failure = fail ? new IOException("medium set to fail") : null;
    }

    /** From now on every transfer fails for want of room, or none does. */
    public void full(boolean full) {
        failure = full ? new MediumFullException("medium set to be full") : null;
    }

    /** The deadline of all that is queued passes; each still ends when it is its turn in {@link #poll}. */
    public void passDeadlines() {
        queued.forEach(one -> one.completion.overdue(new IOException("medium set to be late")));
    }

    /** Transfers that wait for {@link #poll}. */
    public int queuedTransfers() {
        return queued.size();
    }

    /** Staging buffers that nobody uses. */
    public int freeBuffers() {
        return freeBuffers.size();
    }

    @Override
    public int poll() {
        Queued next = queued.poll();
        if (next == null) {
            return 0;
        }
        next.transfer.run();
        return 1;
    }

    @Override
    public ChunkWrite newWrite() {
        return new Write();
    }

    @Override
    public ChunkRead newRead() {
        return new Read();
    }

    @Override
    public void close() {
        // Nothing outside the heap.
    }

    /** The buffers of one transfer: as many as its length needs, or none when so many are not free. */
    private final class Staging {

        private ByteBuffer[] buffers = {};

        boolean take(int lengthBytes) {
            int count = (lengthBytes + bufferBytes - 1) / bufferBytes;
            if (count > freeBuffers.size()) {
                return false;
            }
            buffers = new ByteBuffer[count];
            int left = lengthBytes;
            for (int i = 0; i < count; i++) {
                buffers[i] = freeBuffers.pop().clear().limit(Math.min(left, bufferBytes));
                left -= buffers[i].limit();
            }
            return true;
        }

        void giveBack() {
            for (ByteBuffer buffer : buffers) {
                freeBuffers.push(buffer);
            }
            buffers = new ByteBuffer[0];
        }
    }

    private final class Write implements ChunkWrite {

        private final Staging staging = new Staging();
        private int position;
        private int current;

        @Override
        public Admission begin(long extent, int chunkLengthBytes, int offset, int lengthBytes) {
            position = (int) extent + offset;
            current = 0;
            return staging.take(lengthBytes) ? Admission.ACCEPTED : Admission.BUSY;
        }

        @Override
        public ByteBuffer target() {
            if (!staging.buffers[current].hasRemaining() && current + 1 < staging.buffers.length) {
                current++;
            }
            return staging.buffers[current];
        }

        @Override
        public void submit(Completion completion) {
            queued.add(new Queued(completion, () -> store(completion)));
        }

        @Override
        public void cancel() {
            staging.giveBack();
        }

        private void store(Completion completion) {
            int to = position;
            for (ByteBuffer buffer : staging.buffers) {
                buffer.flip().get(medium, to, buffer.limit());
                to += buffer.limit();
            }
            staging.giveBack();
            tell(completion);
        }
    }

    private final class Read implements ChunkRead {

        private final Staging staging = new Staging();

        @Override
        public Admission begin(long extent, int offset, int lengthBytes, Completion completion) {
            if (!staging.take(lengthBytes)) {
                return Admission.BUSY;
            }
            int position = (int) extent + offset;
            queued.add(new Queued(completion, () -> load(position, completion)));
            return Admission.ACCEPTED;
        }

        @Override
        public int pieces() {
            return staging.buffers.length;
        }

        @Override
        public ByteBuffer piece(int index) {
            return staging.buffers[index];
        }

        @Override
        public void release() {
            staging.giveBack();
        }

        private void load(int position, Completion completion) {
            int from = position;
            for (ByteBuffer buffer : staging.buffers) {
                buffer.put(medium, from, buffer.remaining()).flip();
                from += buffer.limit();
            }
            if (failure != null) {
                staging.giveBack();
            }
            tell(completion);
        }
    }

    private void tell(Completion completion) {
        if (failure != null) {
            completion.failed(failure);
        } else {
            completion.completed();
        }
    }
}
