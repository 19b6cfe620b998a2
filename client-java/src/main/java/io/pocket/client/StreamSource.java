package io.pocket.client;

import io.pocket.client.core.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** So many bytes of a stream, read once. Reading blocks for as long as the stream does. */
final class StreamSource implements ByteSource {
    private final InputStream stream;
    private final long sizeBytes;
    private final ArrayDeque<byte[]> free = new ArrayDeque<>();

    StreamSource(InputStream stream, long sizeBytes) {
        this.stream = stream;
        this.sizeBytes = sizeBytes;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public ByteBuffer take(long offset, int lengthBytes) throws IOException {
        byte[] array = free.poll();
        if (array == null || array.length < lengthBytes) {
            array = new byte[lengthBytes];
        }
        int count = stream.readNBytes(array, 0, lengthBytes);
        return ByteBuffer.wrap(array, 0, count);
    }

    @Override
    @SuppressWarnings("ByteBufferBackingArray") // Made by wrap, in this class.
    public void release(ByteBuffer taken) {
        free.add(taken.array());
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }
}
