package io.pocket.slab;

import java.util.BitSet;

/** The model for the property test: a bit for each unit, and nothing clever. */
final class NaiveAllocator {

    private final BitSet taken = new BitSet();
    private final int units;

    NaiveAllocator(int units) {
        this.units = units;
    }

    boolean isFree(int first, int count) {
        int next = taken.nextSetBit(first);
        return first + count <= units && (next < 0 || next >= first + count);
    }

    void take(int first, int count) {
        taken.set(first, first + count);
    }

    void free(int first, int count) {
        taken.clear(first, first + count);
    }

    int usedUnits() {
        return taken.cardinality();
    }

    int longestFreeRun() {
        int longest = 0;
        int start = taken.nextClearBit(0);
        while (start < units) {
            int next = taken.nextSetBit(start);
            int end = next < 0 ? units : next;
            longest = Math.max(longest, end - start);
            start = taken.nextClearBit(end);
        }
        return longest;
    }
}
