package io.pocket.slab;

import java.util.Arrays;

/** The free blocks by size class: doubly linked lists, and two levels of bitmaps that find a non-empty one in O(1). */
final class FreeLists {

    private final BlockTable blocks;
    private final int[] heads = new int[SizeClasses.COUNT];
    private final int[] secondLevel = new int[SizeClasses.FIRST_LEVEL_COUNT];
    private int firstLevel;

    FreeLists(BlockTable blocks) {
        this.blocks = blocks;
        Arrays.fill(heads, BlockTable.NONE);
    }

    void add(int block, int units) {
        int sizeClass = SizeClasses.containing(units);
        int head = heads[sizeClass];
        blocks.previous(block, BlockTable.NONE);
        blocks.next(block, head);
        if (head == BlockTable.NONE) {
            markNonEmpty(sizeClass);
        } else {
            blocks.previous(head, block);
        }
        heads[sizeClass] = block;
    }

    void remove(int block, int units) {
        int previous = blocks.previous(block);
        int next = blocks.next(block);
        if (next != BlockTable.NONE) {
            blocks.previous(next, previous);
        }
        if (previous != BlockTable.NONE) {
            blocks.next(previous, next);
        } else {
            replaceHead(SizeClasses.containing(units), next);
        }
    }

    /** The first block of the lowest non-empty class from {@code sizeClass} upwards, or {@link BlockTable#NONE}. */
    int firstFrom(int sizeClass) {
        if (sizeClass >= SizeClasses.COUNT) {
            return BlockTable.NONE;
        }
        int row = sizeClass >>> SizeClasses.SECOND_LEVEL_BITS;
        int classes = secondLevel[row] & (-1 << (sizeClass & (SizeClasses.SECOND_LEVEL_COUNT - 1)));
        if (classes == 0) {
            // Two shifts: a shift by 32 would be one by 0.
            int rows = firstLevel & (-1 << row << 1);
            if (rows == 0) {
                return BlockTable.NONE;
            }
            row = Integer.numberOfTrailingZeros(rows);
            classes = secondLevel[row];
        }
        return heads[(row << SizeClasses.SECOND_LEVEL_BITS) + Integer.numberOfTrailingZeros(classes)];
    }

    int first(int sizeClass) {
        return heads[sizeClass];
    }

    /** The highest non-empty class, or -1 when nothing is free. */
    int highestClass() {
        if (firstLevel == 0) {
            return -1;
        }
        int row = 31 - Integer.numberOfLeadingZeros(firstLevel);
        return (row << SizeClasses.SECOND_LEVEL_BITS) + 31 - Integer.numberOfLeadingZeros(secondLevel[row]);
    }

    private void replaceHead(int sizeClass, int next) {
        heads[sizeClass] = next;
        if (next == BlockTable.NONE) {
            markEmpty(sizeClass);
        }
    }

    private void markNonEmpty(int sizeClass) {
        int row = sizeClass >>> SizeClasses.SECOND_LEVEL_BITS;
        secondLevel[row] |= 1 << sizeClass;
        firstLevel |= 1 << row;
    }

    private void markEmpty(int sizeClass) {
        int row = sizeClass >>> SizeClasses.SECOND_LEVEL_BITS;
        secondLevel[row] &= ~(1 << sizeClass);
        if (secondLevel[row] == 0) {
            firstLevel &= ~(1 << row);
        }
    }
}
