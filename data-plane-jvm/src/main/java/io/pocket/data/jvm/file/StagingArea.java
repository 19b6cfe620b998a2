package io.pocket.data.jvm.file;

import io.pocket.slab.ExtentAllocator;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Memory that bytes on their way pass through, taken at start. Each transfer holds one run of it. The owner's thread only. */
final class StagingArea implements AutoCloseable {

    private final Arena arena;
    private final MemorySegment memory;
    private final ExtentAllocator space;

    /** Owns the arena, in which the memory lies, from here on. */
    StagingArea(Arena arena, MemorySegment memory) {
        this.arena = arena;
        this.memory = memory;
        space = new ExtentAllocator(memory.byteSize(), StoreFile.BLOCK_BYTES);
    }

    /** Where the run begins; or {@link ExtentAllocator#FULL}. */
    long take(int lengthBytes) {
        return space.allocate(lengthBytes);
    }

    void giveBack(long run, int lengthBytes) {
        space.free(run, lengthBytes);
    }

    /** Bytes that transfers hold. */
    long usedBytes() {
        return space.usedBytes();
    }

    /** A buffer over all of it. */
    ByteBuffer buffer() {
        return memory.asByteBuffer();
    }

    void zero(long offset, int lengthBytes) {
        memory.asSlice(offset, lengthBytes).fill((byte) 0);
    }

    /** Nobody uses it any more, the kernel included. */
    @Override
    public void close() {
        arena.close();
    }
}
