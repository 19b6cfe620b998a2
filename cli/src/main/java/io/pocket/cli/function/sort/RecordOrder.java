package io.pocket.cli.function.sort;

import java.util.Arrays;

/**
 * Sorts records by sorting longs: 40 bits of the key above the record's 24-bit number. A key is twice 40 bits, so runs
 * that tie on the first half are sorted again by the second: never worse than n log n, whatever the keys.
 */
final class RecordOrder {

    /** Records that one sort can take: the bits beside half a key. */
    static final int RECORDS_MAX = 1 << 24;

    private static final int NUMBER_BITS = 24;
    private static final int NUMBER_MASK = RECORDS_MAX - 1;
    private static final int HALF_KEY_BYTES = 5;

    private RecordOrder() {}

    /**
     * The numbers of the records in key order; equal keys keep their order.
     *
     * @param count records in {@code records}, at most {@link #RECORDS_MAX}
     */
    static int[] of(byte[] records, int count) {
        if (count > RECORDS_MAX) {
            throw new IllegalArgumentException("at most " + RECORDS_MAX + " records, not " + count);
        }
        long[] packed = new long[count];
        for (int i = 0; i < count; i++) {
            packed[i] = pack(records, i, 0);
        }
        Arrays.sort(packed);
        sortTies(records, packed);
        return numbers(packed);
    }

    private static void sortTies(byte[] records, long[] packed) {
        int start = 0;
        for (int i = 1; i <= packed.length; i++) {
            if (i == packed.length || !tied(packed[start], packed[i])) {
                sortTie(records, packed, start, i);
                start = i;
            }
        }
    }

    private static void sortTie(byte[] records, long[] packed, int start, int end) {
        if (end - start < 2) {
            return;
        }
        for (int i = start; i < end; i++) {
            packed[i] = pack(records, number(packed[i]), HALF_KEY_BYTES);
        }
        Arrays.sort(packed, start, end);
    }

    private static int[] numbers(long[] packed) {
        int[] numbers = new int[packed.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(packed[i]);
        }
        return numbers;
    }

    private static boolean tied(long left, long right) {
        return left >>> NUMBER_BITS == right >>> NUMBER_BITS;
    }

    private static int number(long packed) {
        return (int) packed & NUMBER_MASK;
    }

    /** Flips the top bit: {@link Arrays#sort(long[])} takes longs as signed, keys are not. */
    private static long pack(byte[] records, int number, int keyOffset) {
        long eightBytes = Records.keyPrefix(records, number * Records.RECORD_BYTES + keyOffset);
        return ((eightBytes & -RECORDS_MAX) | number) ^ Long.MIN_VALUE;
    }
}
