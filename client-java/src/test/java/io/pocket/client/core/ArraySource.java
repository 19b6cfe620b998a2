package io.pocket.client.core;

import java.nio.ByteBuffer;

/** Bytes at hand; counts what is on loan. */
class ArraySource implements ByteSource {
    private final byte[] bytes;
    private final boolean repeatable;
    int onLoan;

    ArraySource(byte[] bytes) {
        this(bytes, true);
    }

    ArraySource(byte[] bytes, boolean repeatable) {
        this.bytes = bytes;
        this.repeatable = repeatable;
    }

    @Override
    public long sizeBytes() {
        return bytes.length;
    }

    @Override
    public ByteBuffer take(long offset, int lengthBytes) {
        onLoan++;
        return ByteBuffer.wrap(bytes).slice((int) offset, lengthBytes);
    }

    @Override
    public void release(ByteBuffer taken) {
        onLoan--;
    }

    @Override
    public boolean isRepeatable() {
        return repeatable;
    }
}
