package io.pocket.cli.function.sort;

/**
 * Cuts the key space into equal ranges, one per reducer: the keys are uniform, so the ranges get about equal shares.
 *
 * @param count number of ranges, at least 1
 */
record KeyRanges(int count) {

    KeyRanges {
        if (count < 1) {
            throw new IllegalArgumentException("at least one key range, not " + count);
        }
    }

    /** The range of a key: {@code floor(prefix * count / 2^64)}, so it never decreases as keys grow. */
    int of(long keyPrefix) {
        return (int) Math.unsignedMultiplyHigh(keyPrefix, count);
    }
}
