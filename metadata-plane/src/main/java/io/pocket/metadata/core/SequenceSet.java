package io.pocket.metadata.core;

import java.util.Arrays;

/**
 * Chunk sequences of one upload. Clients count upwards, so numbers lie close together: they are kept in groups of 65,536, a group as a sorted
 * list while there are few of them and as a bitmap when that is shorter (S. Chambi et al., Better bitmap performance with Roaring bitmaps).
 * Nothing is ever moved but within a group and among the groups.
 */
final class SequenceSet {
    private static final int GROUP_SHIFT = 16;
    private static final int LOW_MASK = (1 << GROUP_SHIFT) - 1;

    private static final Group[] NO_GROUPS = {};

    /** Ascending, from the first on. */
    private Group[] groups = NO_GROUPS;

    private int groupCount;
    private int size;

    /** Takes one number; an unsigned one. */
    boolean add(int value) {
        int at = find(value >>> GROUP_SHIFT);
        Group group;
        if (at >= 0) {
            group = groups[at];
        } else {
            group = new Group(value >>> GROUP_SHIFT);
            insert(~at, group);
        }
        boolean added = group.add(value & LOW_MASK);
        size += added ? 1 : 0;
        return added;
    }

    boolean contains(int value) {
        int at = find(value >>> GROUP_SHIFT);
        return at >= 0 && groups[at].contains(value & LOW_MASK);
    }

    boolean remove(int value) {
        int at = find(value >>> GROUP_SHIFT);
        if (at < 0 || !groups[at].remove(value & LOW_MASK)) {
            return false;
        }
        size--;
        if (groups[at].size == 0) {
            removeGroups(at, at + 1);
        }
        return true;
    }

    /** Removes all numbers below this one. */
    void removeBelow(int bound) {
        int high = bound >>> GROUP_SHIFT;
        int at = find(high);
        int whole = at >= 0 ? at : ~at;
        for (int i = 0; i < whole; i++) {
            size -= groups[i].size;
        }
        removeGroups(0, whole);
        if (at >= 0) {
            size -= groups[0].removeBelow(bound & LOW_MASK);
            if (groups[0].size == 0) {
                removeGroups(0, 1);
            }
        }
    }

    void clear() {
        groups = NO_GROUPS;
        groupCount = 0;
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
        int[] values = new int[size];
        int count = 0;
        for (int i = 0; i < groupCount; i++) {
            count = groups[i].copyTo(values, count);
        }
        return values;
    }

    private int find(int high) {
        int low = 0;
        int above = groupCount - 1;
        while (low <= above) {
            int middle = (low + above) >>> 1;
            if (groups[middle].high < high) {
                low = middle + 1;
            } else if (groups[middle].high > high) {
                above = middle - 1;
            } else {
                return middle;
            }
        }
        return ~low;
    }

    private void insert(int at, Group group) {
        if (groupCount == groups.length) {
            groups = Arrays.copyOf(groups, Math.max(1, 2 * groupCount));
        }
        System.arraycopy(groups, at, groups, at + 1, groupCount - at);
        groups[at] = group;
        groupCount++;
    }

    private void removeGroups(int from, int to) {
        System.arraycopy(groups, to, groups, from, groupCount - to);
        Arrays.fill(groups, groupCount - (to - from), groupCount, null);
        groupCount -= to - from;
    }

    /** Numbers with the same upper half. */
    private static final class Group {
        private static final int INITIAL = 4;

        /** A list of so many takes the memory of a bitmap. */
        private static final int LIST_MAX = 4096;

        private static final int BITMAP_WORDS = 1 << (GROUP_SHIFT - 6);

        private final int high;
        private char[] list = new char[INITIAL];
        private long[] bitmap;
        private int size;

        Group(int high) {
            this.high = high;
        }

        boolean contains(int low) {
            return bitmap != null ? (bitmap[low >>> 6] & 1L << low) != 0 : search(low) >= 0;
        }

        private int search(int low) {
            // Most are added behind the last one.
            return size > 0 && list[size - 1] < low ? ~size : Arrays.binarySearch(list, 0, size, (char) low);
        }

        boolean add(int low) {
            if (bitmap == null && size == LIST_MAX) {
                toBitmap();
            }
            if (bitmap != null) {
                boolean absent = (bitmap[low >>> 6] & 1L << low) == 0;
                bitmap[low >>> 6] |= 1L << low;
                size += absent ? 1 : 0;
                return absent;
            }
            int at = search(low);
            if (at >= 0) {
                return false;
            }
            if (size == list.length) {
                list = Arrays.copyOf(list, 2 * size);
            }
            System.arraycopy(list, ~at, list, ~at + 1, size - ~at);
            list[~at] = (char) low;
            size++;
            return true;
        }

        private void toBitmap() {
            bitmap = new long[BITMAP_WORDS];
            for (int i = 0; i < size; i++) {
                bitmap[list[i] >>> 6] |= 1L << list[i];
            }
            list = null;
        }

        boolean remove(int low) {
            if (bitmap != null) {
                boolean present = contains(low);
                bitmap[low >>> 6] &= ~(1L << low);
                size -= present ? 1 : 0;
                return present;
            }
            int at = search(low);
            if (at < 0) {
                return false;
            }
            System.arraycopy(list, at + 1, list, at, size - at - 1);
            size--;
            return true;
        }

        /** How many it removed. */
        int removeBelow(int bound) {
            int before = size;
            if (bitmap == null) {
                int at = search(bound);
                int count = at >= 0 ? at : ~at;
                System.arraycopy(list, count, list, 0, size - count);
                size -= count;
            } else {
                clearBelow(bound);
            }
            return before - size;
        }

        /** Whole words that are empty already cost next to nothing. */
        private void clearBelow(int bound) {
            int last = bound >>> 6;
            for (int word = 0; word < last; word++) {
                size -= Long.bitCount(bitmap[word]);
                bitmap[word] = 0;
            }
            long below = (1L << bound) - 1;
            size -= Long.bitCount(bitmap[last] & below);
            bitmap[last] &= ~below;
        }

        int copyTo(int[] values, int from) {
            int count = from;
            if (bitmap == null) {
                for (int i = 0; i < size; i++) {
                    values[count++] = high << GROUP_SHIFT | list[i];
                }
                return count;
            }
            for (int word = 0; word < BITMAP_WORDS; word++) {
                for (long rest = bitmap[word]; rest != 0; rest &= rest - 1) {
                    values[count++] = high << GROUP_SHIFT | word << 6 | Long.numberOfTrailingZeros(rest);
                }
            }
            return count;
        }
    }
}
