package io.pocket.client.core;

import java.nio.ByteBuffer;

/** Keeps what comes; counts targets that were neither filled nor dropped. */
final class ArraySink implements ByteSink {
    private static final int GROWING_MAX = 1000;

    private byte[] bytes;
    boolean committed;
    int roomFor = Integer.MAX_VALUE;
    int open;
    int begun;

    byte[] bytes() {
        return bytes;
    }

    @Override
    public String begin(long sizeBytes) {
        begun++;
        if (sizeBytes > roomFor) {
            return "room for " + roomFor + " of " + sizeBytes + " bytes";
        }
        bytes = new byte[sizeBytes == UNKNOWN ? GROWING_MAX : (int) sizeBytes];
        return null;
    }

    @Override
    public ByteBuffer target(long offset, int lengthBytes) {
        open++;
        return ByteBuffer.wrap(bytes).slice((int) offset, lengthBytes);
    }

    @Override
    public void filled(long offset, ByteBuffer target) {
        open--;
    }

    @Override
    public void dropped(ByteBuffer target) {
        open--;
    }

    @Override
    public boolean isCommitted() {
        return committed;
    }
}
