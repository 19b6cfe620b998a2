package io.pocket.client;

import io.pocket.client.core.ByteSink;
import java.nio.ByteBuffer;

/** Makes an array of the object's size. */
final class ArraySink implements ByteSink {
    private byte[] bytes;

    byte[] bytes() {
        return bytes;
    }

    @Override
    public String begin(long sizeBytes) {
        if (sizeBytes > Integer.MAX_VALUE - 8) {
            return sizeBytes + " bytes do not fit into an array; get them as a stream, into a file or by ranges";
        }
        if (bytes == null || bytes.length != sizeBytes) {
            bytes = new byte[(int) sizeBytes];
        }
        return null;
    }

    @Override
    public ByteBuffer target(long offset, int lengthBytes) {
        return ByteBuffer.wrap(bytes, (int) offset, lengthBytes);
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
