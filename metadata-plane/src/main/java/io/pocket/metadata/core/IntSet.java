package io.pocket.metadata.core;

import java.util.Arrays;

/** Chunk sequences of one upload: an open-addressing set of ints, linear probing, at most half full. Sequence 0 is never used. */
final class IntSet {
    private static final int INITIAL_CAPACITY = 4;

    private int[] table = new int[INITIAL_CAPACITY];
    private int size;

    boolean add(int value) {
        if (2 * (size + 1) > table.length) {
            grow();
        }
        return insert(value);
    }

    boolean contains(int value) {
        return table[slot(value)] == value;
    }

    boolean remove(int value) {
        int hole = slot(value);
        if (table[hole] != value) {
            return false;
        }
        size--;
        close(hole);
        return true;
    }

    void clear() {
        table = new int[INITIAL_CAPACITY];
        size = 0;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The values, ascending as unsigned numbers. */
    int[] toArray() {
        return Arrays.stream(table)
                .filter(value -> value != 0)
                .boxed()
                .sorted(Integer::compareUnsigned)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private boolean insert(int value) {
        int slot = slot(value);
        if (table[slot] == value) {
            return false;
        }
        table[slot] = value;
        size++;
        return true;
    }

    private void grow() {
        int[] old = table;
        table = new int[old.length * 2];
        size = 0;
        for (int value : old) {
            if (value != 0) {
                insert(value);
            }
        }
    }

    /** Moves back what was pushed over the hole (Knuth, TAOCP volume 3, section 6.4, algorithm R). */
    private void close(int start) {
        int hole = start;
        int mask = table.length - 1;
        for (int next = (hole + 1) & mask; table[next] != 0; next = (next + 1) & mask) {
            int home = home(table[next]);
            if (((next - home) & mask) >= ((next - hole) & mask)) {
                table[hole] = table[next];
                hole = next;
            }
        }
        table[hole] = 0;
    }

    private int slot(int value) {
        int slot = home(value);
        while (table[slot] != 0 && table[slot] != value) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }

    private int home(int value) {
        return ((value * 0x9e3779b9) >>> 7) & (table.length - 1);
    }
}
