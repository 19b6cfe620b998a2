package io.pocket.metadata.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Gives a new file its size. Real zeros are written: a hole in a mapped file has no block yet, and touching it on a full medium
 * kills the process with SIGBUS, while a failed write is an exception here, ahead of time.
 */
@FunctionalInterface
interface ZeroFiller {
    /**
     * Fills the empty file.
     *
     * @throws IOException when the medium has no room
     */
    void fill(FileChannel file, long lengthBytes) throws IOException;

    /** Writes zeros in pieces of 1 MiB. */
    static void writeZeros(FileChannel file, long lengthBytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(1 << 20, lengthBytes));
        long written = 0;
        while (written < lengthBytes) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), lengthBytes - written));
            written += file.write(zeros, written);
        }
    }
}
