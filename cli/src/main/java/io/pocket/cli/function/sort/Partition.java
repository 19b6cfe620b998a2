package io.pocket.cli.function.sort;

import static io.pocket.cli.function.sort.Records.KEY_BYTES;
import static io.pocket.cli.function.sort.Records.RECORD_BYTES;

import io.pocket.cli.function.CheckFailedException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What a verifier says about one sorted partition, and about the slice of the input with the same number.
 *
 * @param found records and checksum of the partition
 * @param expected records and checksum of the generator's slice
 * @param firstKey smallest key, or {@link Key#ZERO} if empty
 * @param lastKey largest key, or {@link Key#ZERO} if empty
 */
record Partition(Tally found, Tally expected, Key firstKey, Key lastKey) {

    private static final int ENCODED_BYTES = 4 * Long.BYTES + 2 * KEY_BYTES;

    /**
     * Records and the order-independent sum of their checksums.
     *
     * @param records how many
     * @param checksum sum of CRC32C modulo 2^64
     */
    record Tally(long records, long checksum) {

        static final Tally NONE = new Tally(0, 0);

        static Tally read(ByteBuffer buffer) {
            return new Tally(buffer.getLong(), buffer.getLong());
        }

        void write(ByteBuffer buffer) {
            buffer.putLong(records).putLong(checksum);
        }

        Tally plus(Tally other) {
            return new Tally(records + other.records, checksum + other.checksum);
        }
    }

    /** Checks the order inside a partition and sums it up; {@link CheckFailedException} names the first record out of order. */
    static Partition of(String name, byte[] records, Tally expected) {
        int count = Records.count(name, records);
        checkOrder(name, records);
        return new Partition(
                tally(records),
                expected,
                count == 0 ? Key.ZERO : Key.at(records, 0),
                count == 0 ? Key.ZERO : Key.at(records, records.length - RECORD_BYTES));
    }

    boolean isEmpty() {
        return found.records == 0;
    }

    byte[] encode() {
        ByteBuffer buffer = ByteBuffer.allocate(ENCODED_BYTES);
        found.write(buffer);
        expected.write(buffer);
        firstKey.write(buffer);
        lastKey.write(buffer);
        return buffer.array();
    }

    static Partition decode(String name, byte[] bytes) {
        if (bytes.length != ENCODED_BYTES) {
            throw new CheckFailedException(name + " is no summary: " + bytes.length + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Partition(Tally.read(buffer), Tally.read(buffer), Key.read(buffer), Key.read(buffer));
    }

    private static void checkOrder(String name, byte[] records) {
        for (int offset = RECORD_BYTES; offset < records.length; offset += RECORD_BYTES) {
            if (Records.compareKeys(records, offset - RECORD_BYTES, records, offset) > 0) {
                throw new CheckFailedException(name + " is out of order at record " + offset / RECORD_BYTES);
            }
        }
    }

    private static Tally tally(byte[] records) {
        CRC32C crc = new CRC32C();
        long checksum = 0;
        for (int offset = 0; offset < records.length; offset += RECORD_BYTES) {
            checksum += Records.checksum(crc, records, offset);
        }
        return new Tally(records.length / RECORD_BYTES, checksum);
    }
}
