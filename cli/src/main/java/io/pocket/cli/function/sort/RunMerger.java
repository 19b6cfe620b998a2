package io.pocket.cli.function.sort;

import static io.pocket.cli.function.sort.Records.RECORD_BYTES;

import java.util.List;

/**
 * Merges sorted runs of records: a binary heap of runs, ordered by their next key, whose first 8 bytes are kept beside the
 * heap so that most comparisons stay in one array. Used once.
 */
final class RunMerger {

    private final byte[][] runs;
    private final int[] offsets;
    private final long[] prefixes;
    private final int[] heap;
    private int size;

    /** The runs are read, never changed; each is sorted. */
    RunMerger(List<byte[]> runs) {
        this.runs = runs.stream().filter(run -> run.length > 0).toArray(byte[][]::new);
        this.size = this.runs.length;
        this.offsets = new int[size];
        this.prefixes = new long[size];
        this.heap = new int[size];
        buildHeap();
    }

    /** All records of all runs, in key order. */
    byte[] merge() {
        byte[] merged = new byte[Math.toIntExact(totalBytes())];
        for (int offset = 0; offset < merged.length; offset += RECORD_BYTES) {
            int run = heap[0];
            System.arraycopy(runs[run], offsets[run], merged, offset, RECORD_BYTES);
            advance(run);
        }
        return merged;
    }

    private long totalBytes() {
        long total = 0;
        for (byte[] run : runs) {
            total += run.length;
        }
        return total;
    }

    private void buildHeap() {
        for (int run = 0; run < size; run++) {
            heap[run] = run;
            prefixes[run] = Records.keyPrefix(runs[run], 0);
        }
        for (int i = size / 2 - 1; i >= 0; i--) {
            siftDown(i);
        }
    }

    private void advance(int run) {
        offsets[run] += RECORD_BYTES;
        if (offsets[run] == runs[run].length) {
            size--;
            heap[0] = heap[size];
        } else {
            prefixes[run] = Records.keyPrefix(runs[run], offsets[run]);
        }
        siftDown(0);
    }

    private void siftDown(int start) {
        int moving = heap[start];
        int hole = start;
        int child = smallerChild(hole);
        while (child < size && before(heap[child], moving)) {
            heap[hole] = heap[child];
            hole = child;
            child = smallerChild(hole);
        }
        heap[hole] = moving;
    }

    private int smallerChild(int parent) {
        int left = 2 * parent + 1;
        int right = left + 1;
        return right < size && before(heap[right], heap[left]) ? right : left;
    }

    private boolean before(int left, int right) {
        int byPrefix = Long.compareUnsigned(prefixes[left], prefixes[right]);
        return byPrefix != 0
                ? byPrefix < 0
                : Records.compareTails(runs[left], offsets[left], runs[right], offsets[right]) < 0;
    }
}
