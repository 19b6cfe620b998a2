package io.pocket.metadata.core.table;

/** Where a tree's keys are: in the records that are its leaves. The tree keeps none of their bytes but those at which it branches. */
public interface Leaves {
    /** Longest key, in bytes. */
    int MAX_KEY_LENGTH = 1024;

    /** From {@link #mismatch}: the keys are the same. */
    int SAME = -1;

    /** From {@link #byteAt}: the key ends before. */
    int END = -1;

    /** Index of the first byte in which the record's key and this one differ, {@link #SAME} if none; the shorter one's length counts. */
    int mismatch(int record, byte[] key, int length);

    /** A byte of the record's key, unsigned, or {@link #END}. */
    int byteAt(int record, int index);

    /** What the tree sums up, see {@link RadixTree#weight}. */
    long weight(int record);
}
