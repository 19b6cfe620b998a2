package io.pocket.client;

import io.pocket.client.core.ByteSource;
import java.nio.ByteBuffer;

/** The bytes of a buffer, where they lie. */
final class BufferSource implements ByteSource {
    private final ByteBuffer bytes;

    /** @param bytes between position and limit, which stay where they are */
    BufferSource(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    @Override
    public long sizeBytes() {
        return bytes.remaining();
    }

    @Override
    public ByteBuffer take(long offset, int lengthBytes) {
        return bytes.slice(bytes.position() + (int) offset, lengthBytes);
    }

    @Override
    public void release(ByteBuffer taken) {}

    @Override
    public boolean isRepeatable() {
        return true;
    }
}
