package io.pocket.data.jvm;

import io.pocket.data.Admission;
import io.pocket.data.ChunkRead;
import io.pocket.data.ChunkWrite;
import io.pocket.data.Completion;
import io.pocket.data.SlabChunkStore;
import io.pocket.slab.MappedRegion;
import java.nio.ByteBuffer;

/**
 * Chunks in a mapped file of a memory file system. Bytes go from the receive buffer straight into the extent, and the
 * extent itself is sent; transfers complete inside the call. What a killed process had written stays in the file.
 */
final class DramChunkStore extends SlabChunkStore {

    /** Granularity of extents: what small objects waste is half of it on average. */
    static final int UNIT_BYTES = 1024;

    private final MappedRegion region;

    /** A store over the region, which it owns from here on. Its bytes are untouched until extents are written. */
    DramChunkStore(MappedRegion region) {
        super(region.sizeBytes(), UNIT_BYTES);
        this.region = region;
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
        region.close();
    }

    /** A buffer over part of the region; one for each window, kept, for transfers that go to and fro between windows. */
    private final class View {

        private final ByteBuffer[] buffers = new ByteBuffer[region.windows()];

        ByteBuffer over(long position, int lengthBytes) {
            int number = region.windowNumber(position);
            if (buffers[number] == null) {
                ByteBuffer window = region.window(position);
                buffers[number] = window.duplicate().order(window.order());
            }
            int index = region.indexInWindow(position);
            return buffers[number].limit(index + lengthBytes).position(index);
        }
    }

    private final class Write implements ChunkWrite {

        private final View view = new View();
        private ByteBuffer target;

        @Override
        public Admission begin(long extent, int chunkLengthBytes, int offset, int lengthBytes) {
            target = view.over(extent + offset, lengthBytes);
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
            // Nothing was taken.
        }
    }

    private final class Read implements ChunkRead {

        private final View view = new View();
        private ByteBuffer piece;

        @Override
        public Admission begin(long extent, int offset, int lengthBytes, Completion completion) {
            piece = view.over(extent + offset, lengthBytes);
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
            // The extent is pinned by the caller, nothing is held here.
        }
    }
}
