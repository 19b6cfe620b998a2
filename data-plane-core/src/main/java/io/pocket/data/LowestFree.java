package io.pocket.data;

/**
 * A set of numbers below a bound that finds its lowest free member in a few steps: a tree of bitmaps, each bit of a
 * level telling that a word of the level below is full.
 */
final class LowestFree {

    static final int NONE = -1;

    private final int size;
    private final long[][] levels;

    LowestFree(int size) {
        this.size = size;
        int count = 1;
        for (int words = wordsFor(size); words > 1; words = wordsFor(words)) {
            count++;
        }
        levels = new long[count][];
        int bits = size;
        for (int level = 0; level < count; level++) {
            levels[level] = new long[wordsFor(bits)];
            takeBeyond(levels[level], bits);
            bits = levels[level].length;
        }
    }

    /** Takes the lowest free number, or answers {@link #NONE}. */
    int take() {
        int index = 0;
        for (int level = levels.length - 1; level >= 0; level--) {
            long full = levels[level][index];
            if (full == -1) {
                return NONE;
            }
            index = (index << 6) + Long.numberOfTrailingZeros(~full);
        }
        take(index);
        return index;
    }

    /** Takes this number. */
    void take(int number) {
        int index = number;
        for (long[] level : levels) {
            int word = index >>> 6;
            level[word] |= 1L << index;
            if (level[word] != -1) {
                return;
            }
            index = word;
        }
    }

    void free(int number) {
        int index = number;
        for (long[] level : levels) {
            int word = index >>> 6;
            boolean wasFull = level[word] == -1;
            level[word] &= ~(1L << index);
            if (!wasFull) {
                return;
            }
            index = word;
        }
    }

    /** The lowest taken number from {@code number} on, or {@link #NONE}. */
    int nextTaken(int number) {
        long[] taken = levels[0];
        int word = number >>> 6;
        if (word >= taken.length) {
            return NONE;
        }
        long bits = taken[word] & (-1L << number);
        while (bits == 0) {
            if (++word == taken.length) {
                return NONE;
            }
            bits = taken[word];
        }
        int found = (word << 6) + Long.numberOfTrailingZeros(bits);
        return found < size ? found : NONE;
    }

    /** Bits of the last word that stand for nothing count as taken, so that no search descends into them. */
    private static void takeBeyond(long[] words, int bits) {
        if ((bits & 63) != 0) {
            words[words.length - 1] = -1L << bits;
        }
    }

    private static int wordsFor(int bits) {
        return (int) (((long) bits + 63) >>> 6);
    }
}
