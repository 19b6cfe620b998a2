package io.pocket.client;

import io.pocket.client.core.ByteSink;
import java.nio.ByteBuffer;

/** Fills a buffer of the caller from its position on. The position stays; {@link #lengthBytes} says how much came. */
final class BufferSink implements ByteSink {
    private final ByteBuffer buffer;
    private int lengthBytes;

    BufferSink(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    int lengthBytes() {
        return lengthBytes;
    }

    @Override
    public String begin(long sizeBytes) {
        if (sizeBytes > buffer.remaining()) {
            return "the buffer has room for " + buffer.remaining() + " of " + sizeBytes + " bytes";
        }
        lengthBytes = (int) sizeBytes;
        return null;
    }

    @Override
    public ByteBuffer target(long offset, int length) {
        return buffer.slice(buffer.position() + (int) offset, length);
    }

    @Override
    public void filled(long offset, ByteBuffer target) {}

    @Override
    public void dropped(ByteBuffer target) {}

    @Override
    public boolean isCommitted() {
        return false;
    }
}
