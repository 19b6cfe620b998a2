package io.pocket.data;

import java.util.Arrays;

/**
 * Which bytes of a chunk have arrived, when it comes in several frames: disjoint ranges in ascending order, merged where
 * they touch. The number of gaps is bounded, so that a client cannot make the node remember much.
 */
final class ReceivedRanges {

    /** A client that sends in order needs one range; this allows 4 MiB in 64 KiB frames in any order. */
    static final int RANGES_MAX = 64;

    private int[] starts = new int[2];
    private int[] ends = new int[2];
    private int count;

    /**
     * Notes that {@code [start, end)} has arrived.
     *
     * @return false, with nothing noted, if that would need more than {@link #RANGES_MAX} ranges
     */
    boolean add(int start, int end) {
        int first = firstEndingAtOrAfter(start);
        int beyond = first;
        int mergedStart = start;
        int mergedEnd = end;
        while (beyond < count && starts[beyond] <= end) {
            mergedStart = Math.min(mergedStart, starts[beyond]);
            mergedEnd = Math.max(mergedEnd, ends[beyond]);
            beyond++;
        }
        int newCount = count - (beyond - first) + 1;
        if (newCount > RANGES_MAX) {
            return false;
        }
        replace(first, beyond, newCount, mergedStart, mergedEnd);
        return true;
    }

    /** Whether all of {@code [start, end)} has arrived. */
    boolean contains(int start, int end) {
        int index = firstEndingAtOrAfter(end);
        return index < count && starts[index] <= start;
    }

    private int firstEndingAtOrAfter(int position) {
        int index = 0;
        while (index < count && ends[index] < position) {
            index++;
        }
        return index;
    }

    private void replace(int first, int beyond, int newCount, int start, int end) {
        int[] oldStarts = starts;
        int[] oldEnds = ends;
        if (newCount > starts.length) {
            starts = Arrays.copyOf(oldStarts, 2 * oldStarts.length);
            ends = Arrays.copyOf(oldEnds, 2 * oldEnds.length);
        }
        System.arraycopy(oldStarts, beyond, starts, first + 1, count - beyond);
        System.arraycopy(oldEnds, beyond, ends, first + 1, count - beyond);
        starts[first] = start;
        ends[first] = end;
        count = newCount;
    }
}
