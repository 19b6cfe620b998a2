package io.pocket.server;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import java.nio.ByteBuffer;

/**
 * A caller's direct memory on its way to the socket. Netty drops the last reference when the kernel has taken the bytes, or when
 * the channel failed; only then is the lender told. (A write promise would be too early for zero-copy sends and TLS.)
 */
final class LentBuf extends UnpooledDirectByteBuf {
    private final PayloadRelease release;
    private final OutputQueue queue;
    private final int lengthBytes;

    LentBuf(ByteBufAllocator allocator, ByteBuffer payload, PayloadRelease release, OutputQueue queue) {
        super(allocator, payload, payload.remaining());
        this.release = release;
        this.queue = queue;
        this.lengthBytes = payload.remaining();
    }

    @Override
    protected void deallocate() {
        super.deallocate();
        try {
            release.released();
        } finally {
            queue.onTaken(lengthBytes);
        }
    }
}
