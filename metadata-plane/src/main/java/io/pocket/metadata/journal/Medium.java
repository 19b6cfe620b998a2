package io.pocket.metadata.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The two things that only the medium can do, and can fail to do; a seam for tests. Used by helper threads. */
interface Medium {
    /**
     * Gives an empty file its size. Real zeros are written: a hole in a mapped file has no block yet, and touching it on a full
     * medium kills the process with SIGBUS, while a failed write is an exception here, ahead of time.
     *
     * @throws IOException when there is no room
     */
    void fill(FileChannel file, long lengthBytes) throws IOException;

    /**
     * Waits until a range of the segment is on the medium.
     *
     * @throws java.io.UncheckedIOException when that failed; what is on the medium is then unknown
     */
    void force(Segment segment, int from, int to);

    /** The real one. */
    final class Files implements Medium {
        private static final int PIECE_BYTES = 1 << 20;

        @Override
        public void fill(FileChannel file, long lengthBytes) throws IOException {
            ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(PIECE_BYTES, lengthBytes));
            long written = 0;
            while (written < lengthBytes) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), lengthBytes - written));
                written += file.write(zeros, written);
            }
        }

        @Override
        public void force(Segment segment, int from, int to) {
            segment.force(from, to);
        }
    }
}
