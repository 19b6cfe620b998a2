package io.pocket.client;

import io.pocket.client.core.ByteSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes chunks to their places in a file as they come. */
final class FileSink implements ByteSink {
    private final FileChannel file;
    private final ChunkBuffers buffers = new ChunkBuffers();
    private long sizeBytes;

    FileSink(FileChannel file) {
        this.file = file;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public String begin(long size) {
        sizeBytes = size;
        return null;
    }

    @Override
    public ByteBuffer target(long offset, int lengthBytes) {
        return buffers.take(lengthBytes);
    }

    @Override
    public void filled(long offset, ByteBuffer target) throws IOException {
        long position = offset - target.position();
        while (target.hasRemaining()) {
            file.write(target, position + target.position());
        }
        buffers.giveBack(target);
    }

    @Override
    public void dropped(ByteBuffer target) {
        buffers.giveBack(target);
    }

    @Override
    public boolean isCommitted() {
        return false;
    }
}
