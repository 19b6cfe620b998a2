package io.pocket.client.core;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Bytes that come piece by piece, each one becoming a chunk, and cannot be read again. */
final class StepSource implements ByteSource {
    private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
    private long size;
    private boolean finished;
    int onLoan;

    StepSource feed(byte[] piece) {
        pieces.add(piece);
        size += piece.length;
        return this;
    }

    StepSource finish() {
        finished = true;
        return this;
    }

    @Override
    public long sizeBytes() {
        return finished ? size : UNKNOWN;
    }

    @Override
    public ByteBuffer take(long offset, int lengthBytes) {
        byte[] piece = pieces.poll();
        if (piece == null) {
            return null;
        }
        onLoan++;
        return ByteBuffer.wrap(piece);
    }

    @Override
    public void release(ByteBuffer taken) {
        onLoan--;
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }
}
