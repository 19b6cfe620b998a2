package io.pocket.client;

import io.pocket.client.core.ByteSource;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Hands over what a writer has gathered, a chunk at a time, until it says that there is no more. */
final class PipeSource implements ByteSource {
    private final ArrayDeque<byte[]> free = new ArrayDeque<>();
    private ByteBuffer offered;
    private long offeredBytes;
    private int wantedBytes;
    private boolean finished;

    /** Length of chunks, as soon as the operation has asked for one; 0 before. */
    int wantedBytes() {
        return wantedBytes;
    }

    /** A used array, or null. */
    byte[] reusableArray() {
        return free.poll();
    }

    /** The operation has not taken the last chunk yet. */
    boolean isWaiting() {
        return offered != null;
    }

    void offer(byte[] array, int lengthBytes) {
        offered = ByteBuffer.wrap(array, 0, lengthBytes);
        offeredBytes += lengthBytes;
    }

    /** What was offered is all. */
    void finish() {
        finished = true;
    }

    @Override
    public long sizeBytes() {
        return finished ? offeredBytes : UNKNOWN;
    }

    @Override
    public ByteBuffer take(long offset, int lengthBytes) {
        wantedBytes = Math.max(wantedBytes, lengthBytes);
        ByteBuffer taken = offered;
        offered = null;
        return taken;
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
