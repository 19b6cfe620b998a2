package io.pocket.client;

import io.pocket.client.core.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The bytes of a file, as long as it was when it was opened. */
final class FileSource implements ByteSource {
    private final FileChannel file;
    private final long sizeBytes;
    private final ChunkBuffers buffers = new ChunkBuffers();

    FileSource(FileChannel file) throws IOException {
        this.file = file;
        sizeBytes = file.size();
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public ByteBuffer take(long offset, int lengthBytes) throws IOException {
        ByteBuffer buffer = buffers.take(lengthBytes);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, offset + buffer.position()) < 0) {
                break;
            }
        }
        return buffer.flip();
    }

    @Override
    public void release(ByteBuffer taken) {
        buffers.giveBack(taken);
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }
}
