package io.pocket.data.jvm.file;

import io.pocket.protocol.FrameHeader;
import io.pocket.slab.ExtentAllocator;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Memory that bytes on their way pass through, taken at start. Each transfer holds one run of it.
 *
 * <p>Reads and writes each have a part of their own, at least as long as the longest transfer, and share the rest: however
 * many bytes of the one kind are on their way, the other goes on. The owner's thread only.
 */
public final class StagingArea implements AutoCloseable {

    /** What the longest transfer takes. */
    private static final int LONGEST_RUN_BYTES = Blocks.up(FrameHeader.MAX_FRAME_LENGTH);

    private static final int OWN_SHARE = 4;

    private final Arena arena;
    private final MemorySegment memory;
    private final Part ofReads;
    private final Part ofWrites;
    private final Part shared;

    /** Which way the bytes go. */
    public enum Use {
        READ,
        WRITE
    }

    private record Part(long start, ExtentAllocator space) {

        static Part of(long start, long lengthBytes) {
            return new Part(start, new ExtentAllocator(lengthBytes, StoreFile.BLOCK_BYTES));
        }

        long take(int lengthBytes) {
            long offset = space.allocate(lengthBytes);
            return offset == ExtentAllocator.FULL ? offset : start + offset;
        }

        void giveBack(long run, int lengthBytes) {
            space.free(run - start, lengthBytes);
        }
    }

    /**
     * Owns the arena, in which the memory lies, from here on.
     *
     * @param memory at least two blocks
     */
    public StagingArea(Arena arena, MemorySegment memory) {
        this.arena = arena;
        this.memory = memory;
        long all = memory.byteSize();
        long own = ownBytes(all);
        ofReads = Part.of(0, own);
        ofWrites = Part.of(own, own);
        long left = all - 2 * own;
        shared = left < StoreFile.BLOCK_BYTES ? null : Part.of(2 * own, left);
    }

    /** What reads have for themselves, and so have writes: a quarter of all, if a run of any length fits there. */
    static long ownBytes(long allBytes) {
        long wanted = Math.max(LONGEST_RUN_BYTES, allBytes / OWN_SHARE);
        return Math.min(wanted, allBytes / 2) & -StoreFile.BLOCK_BYTES;
    }

    /** Where the run begins; or {@link ExtentAllocator#FULL}. */
    long take(Use use, int lengthBytes) {
        long run = (use == Use.READ ? ofReads : ofWrites).take(lengthBytes);
        return run == ExtentAllocator.FULL && shared != null ? shared.take(lengthBytes) : run;
    }

    void giveBack(long run, int lengthBytes) {
        partOf(run).giveBack(run, lengthBytes);
    }

    private Part partOf(long run) {
        if (run < ofWrites.start) {
            return ofReads;
        }
        return shared == null || run < shared.start ? ofWrites : shared;
    }

    /** Bytes that transfers hold. */
    public long usedBytes() {
        long own = ofReads.space.usedBytes() + ofWrites.space.usedBytes();
        return shared == null ? own : own + shared.space.usedBytes();
    }

    /** A buffer over all of it. */
    ByteBuffer buffer() {
        return memory.asByteBuffer();
    }

    public void zero(long offset, int lengthBytes) {
        memory.asSlice(offset, lengthBytes).fill((byte) 0);
    }

    /** Nobody uses it any more, the kernel included. */
    @Override
    public void close() {
        arena.close();
    }
}
