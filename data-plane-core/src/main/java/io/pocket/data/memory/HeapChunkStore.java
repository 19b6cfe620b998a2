package io.pocket.data.memory;

import io.pocket.data.Admission;
import io.pocket.data.ChunkRead;
import io.pocket.data.ChunkWrite;
import io.pocket.data.Completion;
import io.pocket.data.SlabChunkStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Chunks in one heap buffer. Transfers complete inside the call; reads hand out the extent itself, so that space given
 * back too early is seen as foreign bytes.
 */
public final class HeapChunkStore extends SlabChunkStore {

    private final ByteBuffer bytes;

    /** An empty store. */
    public HeapChunkStore(int capacityBytes, int unitBytes) {
        this(ByteBuffer.allocate(capacityBytes), unitBytes);
    }

    private HeapChunkStore(ByteBuffer bytes, int unitBytes) {
        super(bytes.capacity(), unitBytes);
        this.bytes = bytes;
    }

    /** A new store over the same bytes, with nothing reserved yet. This one must not be used any more. */
    public HeapChunkStore afterCrash() {
        return new HeapChunkStore(bytes, (int) extentBytes(1));
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

    private ByteBuffer slice(long position, int lengthBytes) {
        return bytes.slice((int) position, lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private final class Write implements ChunkWrite {

        private ByteBuffer target;

        @Override
        public Admission begin(long extent, int chunkLengthBytes, int offset, int lengthBytes) {
            target = slice(extent + offset, lengthBytes);
            return Admission.ACCEPTED;
        }

        @Override
        public ByteBuffer target() {
            return target;
        }

        @Override
        public void submit(Completion completion) {
            completion.completed();
        }

        @Override
        public void cancel() {
            target = null;
        }
    }

    private final class Read implements ChunkRead {

        private ByteBuffer piece;

        @Override
        public Admission begin(long extent, int offset, int lengthBytes, Completion completion) {
            piece = slice(extent + offset, lengthBytes);
            completion.completed();
            return Admission.ACCEPTED;
        }

        @Override
        public int pieces() {
            return 1;
        }

        @Override
        public ByteBuffer piece(int index) {
            return piece;
        }

        @Override
        public void release() {
            piece = null;
        }
    }
}
