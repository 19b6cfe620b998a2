package io.pocket.slab;

/**
 * Hands out extents (runs of bytes) of a region, in constant time, with immediate coalescing: TLSF by Masmano et al.
 * (see {@link SizeClasses}) over boundary tags kept outside the region (see {@link BlockTable}).
 *
 * <p>Extents start at multiples of the unit and are rounded up to whole units. A request is met from the lowest size
 * class whose every block is large enough ("good fit"), so a request can be refused although one block of up to 1/32
 * more than the request exists; a short search of the request's own class makes this rare.
 *
 * <p>One thread only. Misuse by the caller (freeing what is not taken) throws: it is a bug, and going on would let two
 * owners share bytes.
 */
public final class ExtentAllocator {

    /** Answer of {@link #allocate} when no free run is long enough. */
    public static final long FULL = -1;

    /** Blocks looked at in a size class that may hold a fitting block; keeps allocation O(1). */
    private static final int OWN_CLASS_SEARCH_MAX = 8;

    private final int unitShift;
    private final int units;
    private final BlockTable blocks;
    private final FreeLists freeLists;
    private int usedUnits;
    private int extents;

    /**
     * @param capacityBytes size of the region; a rest that does not fill a unit is never handed out. At most
     *     2<sup>31</sup>-1 units.
     * @param unitBytes granularity, a power of two
     */
    public ExtentAllocator(long capacityBytes, int unitBytes) {
        if (Integer.bitCount(unitBytes) != 1 || unitBytes < 0) {
            throw new IllegalArgumentException("unitBytes " + unitBytes + " is not a power of two");
        }
        unitShift = Integer.numberOfTrailingZeros(unitBytes);
        long wholeUnits = capacityBytes >> unitShift;
        if (wholeUnits < 1 || wholeUnits > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("capacityBytes " + capacityBytes + " must be 1 to " + Integer.MAX_VALUE
                    + " units of " + unitBytes + " bytes");
        }
        units = (int) wholeUnits;
        blocks = new BlockTable(units);
        freeLists = new FreeLists(blocks);
        addFree(0, units);
    }

    /**
     * Takes a free extent.
     *
     * @param lengthBytes at least 1
     * @return offset of the extent in bytes, or {@link #FULL}
     */
    public long allocate(long lengthBytes) {
        long wanted = unitsOf(lengthBytes);
        if (wanted > units - usedUnits) {
            return FULL;
        }
        int block = find((int) wanted);
        if (block == BlockTable.NONE) {
            return FULL;
        }
        take(block, block, (int) wanted);
        return toBytes(block);
    }

    /**
     * Gives back an extent.
     *
     * @param offset as {@link #allocate} returned or {@link #reserve} was told
     * @param lengthBytes the length it was allocated with
     * @throws IllegalStateException if this extent is not taken with this length
     */
    public void free(long offset, long lengthBytes) {
        requireTaken(offset, lengthBytes);
        int first = (int) (offset >> unitShift);
        int count = (int) unitsOf(lengthBytes);
        usedUnits -= count;
        extents--;
        blocks.unmark(first, count);
        coalesce(first, count);
    }

    /**
     * Takes a given extent, to rebuild the allocator after a restart. Must be called in ascending order of offsets,
     * before the first {@link #allocate}; takes constant time.
     *
     * @throws IllegalStateException if the extent is outside the region, overlaps one already reserved, or is out of
     *     order
     */
    public void reserve(long offset, long lengthBytes) {
        requireAligned(offset);
        int lastBlockUnits = blocks.tag(units - 1);
        long first = offset >> unitShift;
        long count = unitsOf(lengthBytes);
        if (lastBlockUnits <= 0 || first < units - lastBlockUnits || count > units - first) {
            throw new IllegalStateException("extent " + offset + "+" + lengthBytes
                    + " overlaps another, is out of order or lies outside the region of " + capacityBytes() + " bytes");
        }
        take(units - lastBlockUnits, (int) first, (int) count);
    }

    /** Bytes that an extent of this length takes: rounded up to whole units. */
    public long extentBytes(long lengthBytes) {
        return unitsOf(lengthBytes) << unitShift;
    }

    /** Size of the region in bytes, in whole units. */
    public long capacityBytes() {
        return toBytes(units);
    }

    /** Bytes taken, rounding included. */
    public long usedBytes() {
        return toBytes(usedUnits);
    }

    /** Bytes not taken, in runs of any length. */
    public long freeBytes() {
        return toBytes(units - usedUnits);
    }

    /** Number of extents taken. */
    public int extents() {
        return extents;
    }

    /** Granularity in bytes. */
    public int unitBytes() {
        return 1 << unitShift;
    }

    /**
     * Length of the longest free run in bytes. Where more than a few runs share the highest size class, the answer may
     * be up to 1/32 too small.
     */
    public long largestFreeBytes() {
        int highest = freeLists.highestClass();
        if (highest < 0) {
            return 0;
        }
        int searchMax = SizeClasses.isExact(highest) ? 1 : OWN_CLASS_SEARCH_MAX;
        int largest = 0;
        int block = freeLists.first(highest);
        for (int i = 0; i < searchMax && block != BlockTable.NONE; i++) {
            largest = Math.max(largest, blocks.tag(block));
            block = blocks.next(block);
        }
        return toBytes(largest);
    }

    private int find(int wanted) {
        int block = freeLists.firstFrom(SizeClasses.satisfying(wanted));
        return block != BlockTable.NONE ? block : findInOwnClass(wanted);
    }

    private int findInOwnClass(int wanted) {
        int block = freeLists.first(SizeClasses.containing(wanted));
        for (int i = 0; i < OWN_CLASS_SEARCH_MAX && block != BlockTable.NONE; i++) {
            if (blocks.tag(block) >= wanted) {
                return block;
            }
            block = blocks.next(block);
        }
        return BlockTable.NONE;
    }

    /** Takes {@code count} units from {@code first} on out of a free block; what is left on either side stays free. */
    private void take(int block, int first, int count) {
        int blockUnits = blocks.tag(block);
        freeLists.remove(block, blockUnits);
        blocks.unmark(block, blockUnits);
        if (first > block) {
            addFree(block, first - block);
        }
        int rest = block + blockUnits - (first + count);
        if (rest > 0) {
            addFree(first + count, rest);
        }
        blocks.markTaken(first, count);
        usedUnits += count;
        extents++;
    }

    private void coalesce(int first, int count) {
        int start = first;
        int end = first + count;
        int left = start == 0 ? 0 : blocks.tag(start - 1);
        if (left > 0) {
            start -= left;
            removeFree(start, left);
        }
        int right = end == units ? 0 : blocks.tag(end);
        if (right > 0) {
            removeFree(end, right);
            end += right;
        }
        addFree(start, end - start);
    }

    private void addFree(int block, int count) {
        blocks.markFree(block, count);
        freeLists.add(block, count);
    }

    private void removeFree(int block, int count) {
        freeLists.remove(block, count);
        blocks.unmark(block, count);
    }

    private long unitsOf(long lengthBytes) {
        if (lengthBytes < 1) {
            throw new IllegalArgumentException("lengthBytes " + lengthBytes + " is not positive");
        }
        return ((lengthBytes - 1) >> unitShift) + 1;
    }

    private long toBytes(int count) {
        return (long) count << unitShift;
    }

    private void requireTaken(long offset, long lengthBytes) {
        requireAligned(offset);
        if (blocks.tag((int) (offset >> unitShift)) != -unitsOf(lengthBytes)) {
            throw new IllegalStateException("extent " + offset + "+" + lengthBytes + " is not taken with this length");
        }
    }

    private void requireAligned(long offset) {
        if (offset < 0 || offset >= capacityBytes() || (offset & (unitBytes() - 1)) != 0) {
            throw new IllegalStateException("offset " + offset + " is not a multiple of " + unitBytes()
                    + " inside the region of " + capacityBytes() + " bytes");
        }
    }
}
