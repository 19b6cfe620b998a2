package io.pocket.server;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Direct memory of a loop that is used again and again, with the views that codecs need: what arrives and what leaves makes no objects. When
 * its last reference is dropped it goes back to its {@link LoopBuffers}. On the loop's thread.
 */
final class LoopBuffer extends UnpooledDirectByteBuf {
    private final LoopBuffers owner;
    private final ByteBuffer view;
    private final ByteBuffer secondView;
    private OutputQueue sender;
    private int lengthBytes;

    LoopBuffer(ByteBufAllocator allocator, int capacityBytes, LoopBuffers owner) {
        super(allocator, capacityBytes, capacityBytes);
        this.owner = owner;
        view = nioBuffer(0, capacityBytes).order(ByteOrder.LITTLE_ENDIAN);
        secondView = view.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** All of it, little-endian; index 0 is the buffer's. Position and limit are the borrower's. */
    ByteBuffer view() {
        return view;
    }

    /** As {@link #view}, for whoever needs two. */
    ByteBuffer secondView() {
        return secondView;
    }

    /** Whom to tell of so many bytes when they have left. */
    void sentBy(OutputQueue queue, int bytes) {
        sender = queue;
        lengthBytes = bytes;
    }

    /** A pooled buffer begins anew. */
    LoopBuffer renew() {
        resetRefCnt();
        clear();
        return this;
    }

    /** For good. */
    void free() {
        super.deallocate();
    }

    @Override
    protected void deallocate() {
        OutputQueue queue = sender;
        sender = null;
        owner.giveBack(this);
        if (queue != null) {
            queue.onTaken(lengthBytes);
        }
    }
}
