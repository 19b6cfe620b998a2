package io.pocket.metadata.server;

import io.pocket.metadata.core.HeapInlineStore;
import io.pocket.metadata.core.InlineStore;
import io.pocket.slab.ExtentAllocator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Inline bytes in one off-heap buffer, taken at start; what a restart cannot fit in any more goes to the heap. The owner thread only. */
public final class SlabInlineStore implements InlineStore {
    /** Small, because inline objects are; each unit costs the allocator some bytes of heap. */
    private static final int UNIT_BYTES = 64;

    private final ByteBuffer memory;
    private final ExtentAllocator allocator;
    private final HeapInlineStore beyond = new HeapInlineStore(0);

    /**
     * Takes the memory.
     *
     * @param capacityBytes at most 2 GiB - 1
     */
    public SlabInlineStore(int capacityBytes) {
        memory = ByteBuffer.allocateDirect(capacityBytes).order(ByteOrder.LITTLE_ENDIAN);
        allocator = new ExtentAllocator(capacityBytes, UNIT_BYTES);
    }

    @Override
    public long store(ByteBuffer bytes) {
        int length = bytes.remaining();
        long offset = allocator.allocate(length);
        if (offset == ExtentAllocator.FULL) {
            return FULL;
        }
        memory.put((int) offset, bytes, bytes.position(), length);
        return offset;
    }

    /** Handles from the slab's capacity on are the heap's. */
    @Override
    public long storeBeyondCapacity(ByteBuffer bytes) {
        return memory.capacity() + beyond.storeBeyondCapacity(bytes);
    }

    private boolean isBeyond(long handle) {
        return handle >= memory.capacity();
    }

    @Override
    public ByteBuffer view(long handle, int length) {
        if (isBeyond(handle)) {
            return beyond.view(handle - memory.capacity(), length);
        }
        return memory.slice((int) handle, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void free(long handle, int length) {
        if (isBeyond(handle)) {
            beyond.free(handle - memory.capacity(), length);
        } else {
            allocator.free(handle, length);
        }
    }

    @Override
    public boolean fits(int length) {
        return length == 0 || allocator.largestFreeBytes() >= allocator.extentBytes(length);
    }

    @Override
    public long usedBytes() {
        return allocator.usedBytes() + beyond.usedBytes();
    }
}
