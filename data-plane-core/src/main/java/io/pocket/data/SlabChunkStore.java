package io.pocket.data;

import io.pocket.slab.ExtentAllocator;

/** The part that stores over one linear address space share: their extents come from a slab allocator. */
public abstract class SlabChunkStore implements ChunkStore {

    private final ExtentAllocator space;

    /**
     * @param capacityBytes size of the address space
     * @param unitBytes granularity of extents, a power of two: a sector's size for a device
     */
    protected SlabChunkStore(long capacityBytes, int unitBytes) {
        space = new ExtentAllocator(capacityBytes, unitBytes);
    }

    @Override
    public long allocate(int lengthBytes) {
        return space.allocate(lengthBytes);
    }

    @Override
    public void free(long extent, int lengthBytes) {
        space.free(extent, lengthBytes);
    }

    @Override
    public void reserve(long extent, int lengthBytes) {
        space.reserve(extent, lengthBytes);
    }

    @Override
    public long extentBytes(int lengthBytes) {
        return space.extentBytes(lengthBytes);
    }

    @Override
    public long capacityBytes() {
        return space.capacityBytes();
    }

    @Override
    public long usedBytes() {
        return space.usedBytes();
    }

    @Override
    public long largestFreeBytes() {
        return space.largestFreeBytes();
    }
}
