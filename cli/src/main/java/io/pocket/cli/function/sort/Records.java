package io.pocket.cli.function.sort;

import io.pocket.cli.function.CheckFailedException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The record of the sort benchmarks (sortbenchmark.org): 100 bytes, of which the first 10 are the key, ordered as
 * unsigned bytes.
 */
public final class Records {

    /** Bytes of a record. */
    public static final int RECORD_BYTES = 100;

    /** Bytes of a key, the first of the record. */
    public static final int KEY_BYTES = 10;

    private static final VarHandle BIG_ENDIAN_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final VarHandle BIG_ENDIAN_SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private Records() {}

    /** First 8 bytes of the key of the record at {@code offset}: an unsigned number in key order. */
    static long keyPrefix(byte[] records, int offset) {
        return (long) BIG_ENDIAN_LONG.get(records, offset);
    }

    /** Compares the keys of two records. */
    static int compareKeys(byte[] left, int leftOffset, byte[] right, int rightOffset) {
        int byPrefix = Long.compareUnsigned(keyPrefix(left, leftOffset), keyPrefix(right, rightOffset));
        return byPrefix != 0 ? byPrefix : compareTails(left, leftOffset, right, rightOffset);
    }

    /** Compares the last two bytes of two keys. */
    static int compareTails(byte[] left, int leftOffset, byte[] right, int rightOffset) {
        return Integer.compare(keyTail(left, leftOffset), keyTail(right, rightOffset));
    }

    /** Last 2 bytes of the key of the record at {@code offset}, an unsigned number. */
    static int keyTail(byte[] records, int offset) {
        return Short.toUnsignedInt((short) BIG_ENDIAN_SHORT.get(records, offset + Long.BYTES));
    }

    /**
     * Number of whole records in an object.
     *
     * @throws CheckFailedException if the bytes end inside a record
     */
    static int count(String name, byte[] records) {
        if (records.length % RECORD_BYTES != 0) {
            throw new CheckFailedException(name + " ends inside a record: " + records.length + " bytes");
        }
        return records.length / RECORD_BYTES;
    }

    /** Checksum of a record; the sum over records, modulo 2^64, does not depend on their order (as valsort does it). */
    static long checksum(CRC32C crc, byte[] records, int offset) {
        crc.reset();
        crc.update(records, offset, RECORD_BYTES);
        return crc.getValue();
    }
}
