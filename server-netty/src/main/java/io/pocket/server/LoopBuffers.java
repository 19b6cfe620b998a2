package io.pocket.server;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;

/** Equal buffers of one loop: few are kept for the next use, further ones are freed. On the loop's thread. */
final class LoopBuffers {
    private final ByteBufAllocator allocator;
    private final int bufferBytes;
    private final int keptMax;
    private final ArrayDeque<LoopBuffer> kept;
    private int lent;

    /**
     * None is made before it is needed.
     *
     * @param bufferBytes size of each
     * @param keptMax so many idle ones stay
     */
    LoopBuffers(ByteBufAllocator allocator, int bufferBytes, int keptMax) {
        this.allocator = allocator;
        this.bufferBytes = bufferBytes;
        this.keptMax = keptMax;
        this.kept = new ArrayDeque<>(keptMax);
    }

    /** An empty one, the caller's until released. */
    LoopBuffer take() {
        return take(bufferBytes);
    }

    /** One with room for so much: of a size of its own, and then freed after its use, if that is more than usual. */
    LoopBuffer take(int lengthBytes) {
        LoopBuffer buffer = lengthBytes <= bufferBytes ? kept.pollFirst() : null;
        LoopBuffer taken =
                buffer == null ? new LoopBuffer(allocator, Math.max(bufferBytes, lengthBytes), this) : buffer.renew();
        lent++;
        return taken;
    }

    /** How many are in use. */
    int lent() {
        return lent;
    }

    /** How many idle ones wait for their next use. */
    int kept() {
        return kept.size();
    }

    void giveBack(LoopBuffer buffer) {
        lent--;
        if (buffer.capacity() == bufferBytes && kept.size() < keptMax) {
            kept.addFirst(buffer);
        } else {
            buffer.free();
        }
    }
}
