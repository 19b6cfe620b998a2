package io.pocket.slab;

/**
 * What the allocator knows of each unit: the boundary tags (D. Knuth, TAOCP vol. 1, 2.5) and, for the first unit of a
 * free block, its links in the free list. They are kept beside the region, not in it, so that the region may be a
 * device and so that a stray write cannot break the allocator.
 *
 * <p>Pages of the table come into being when a block boundary first falls into them: the memory taken follows the part
 * of the region that was ever used (12 bytes a unit), not its capacity.
 */
final class BlockTable {

    /** End of a list. */
    static final int NONE = -1;

    /** Tag of the last unit of a taken block; no length, so that it is not mistaken for a block's beginning. */
    static final int TAKEN_END = Integer.MIN_VALUE;

    private static final int PAGE_BITS = 13;
    private static final int PAGE_UNITS = 1 << PAGE_BITS;
    private static final int PAGE_MASK = PAGE_UNITS - 1;

    private static final int TAG = 0;
    private static final int NEXT = 1;
    private static final int PREVIOUS = 2;

    private final int[][] pages;

    BlockTable(int units) {
        pages = new int[(int) (((long) units + PAGE_MASK) >>> PAGE_BITS)][];
    }

    /**
     * The tag of a unit. First and last unit of a free block: its length in units. First unit of a taken block: its
     * length, negated; last: {@link #TAKEN_END}, unless it is also the first. Zero for units inside a block.
     */
    int tag(int unit) {
        return get(unit, TAG);
    }

    void markTaken(int firstUnit, int units) {
        set(firstUnit + units - 1, TAG, TAKEN_END);
        set(firstUnit, TAG, -units);
    }

    void markFree(int firstUnit, int units) {
        set(firstUnit, TAG, units);
        set(firstUnit + units - 1, TAG, units);
    }

    /** Removes both tags, so that a boundary that coalescing has swallowed cannot be taken for one later. */
    void unmark(int firstUnit, int units) {
        set(firstUnit, TAG, 0);
        set(firstUnit + units - 1, TAG, 0);
    }

    int next(int firstUnit) {
        return get(firstUnit, NEXT);
    }

    void next(int firstUnit, int next) {
        set(firstUnit, NEXT, next);
    }

    int previous(int firstUnit) {
        return get(firstUnit, PREVIOUS);
    }

    void previous(int firstUnit, int previous) {
        set(firstUnit, PREVIOUS, previous);
    }

    private int get(int unit, int field) {
        int[] page = pages[unit >>> PAGE_BITS];
        return page == null ? 0 : page[3 * (unit & PAGE_MASK) + field];
    }

    private void set(int unit, int field, int value) {
        int[] page = pages[unit >>> PAGE_BITS];
        if (page == null) {
            page = new int[3 * PAGE_UNITS];
            pages[unit >>> PAGE_BITS] = page;
        }
        page[3 * (unit & PAGE_MASK) + field] = value;
    }
}
