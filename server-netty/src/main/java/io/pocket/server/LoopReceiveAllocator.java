package io.pocket.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Buffers for one connection's reads: while a long payload arrives, the memory it is meant for, so that the kernel copies it there and
 * nobody copies it again; else memory of the loop, whose size is no guess and which is there already.
 *
 * <p>Only for event loops whose reads end at once: nothing may write into the target after the payload's sink has been aborted.
 */
@SuppressWarnings("deprecation") // Netty deprecates Handle, but its interface still asks for one
final class LoopReceiveAllocator implements RecvByteBufAllocator {
    private final RecvByteBufAllocator usual;
    private final ConnectionInput input;
    private final LoopBuffers buffers;

    LoopReceiveAllocator(RecvByteBufAllocator usual, ConnectionInput input, LoopBuffers buffers) {
        this.usual = usual;
        this.input = input;
        this.buffers = buffers;
    }

    @Override
    public Handle newHandle() {
        return new PayloadHandle((ExtendedHandle) usual.newHandle());
    }

    private final class PayloadHandle extends DelegatingHandle implements ExtendedHandle {
        private final ExtendedHandle handle;

        PayloadHandle(ExtendedHandle handle) {
            super(handle);
            this.handle = handle;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            ByteBuf target = input.lendTarget();
            return target == null ? buffers.take() : target;
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier mayHaveMore) {
            return handle.continueReading(mayHaveMore);
        }
    }
}
