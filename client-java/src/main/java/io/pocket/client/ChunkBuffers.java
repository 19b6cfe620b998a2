package io.pocket.client;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Direct buffers of one call, used again chunk after chunk. */
final class ChunkBuffers {
    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

    /** A buffer with exactly so many bytes between position and limit. */
    ByteBuffer take(int lengthBytes) {
        ByteBuffer buffer = free.poll();
        if (buffer == null || buffer.capacity() < lengthBytes) {
            buffer = ByteBuffer.allocateDirect(lengthBytes);
        }
        return buffer.clear().limit(lengthBytes);
    }

    void giveBack(ByteBuffer buffer) {
        free.add(buffer);
    }
}
