package io.pocket.metadata.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Framing of one record, little-endian. The checksum covers LSN and payload, so a record is never taken for another one.
 *
 * <pre>
 *   0        4          8          16
 *   +--------+----------+----------+---------------+----------+
 *   | length | crc32c   | lsn      | payload ...   | 0 to 7   |
 *   +--------+----------+----------+---------------+----------+
 *              of       └──────────────────────────┘
 * </pre>
 *
 * A length of 0 ends the log.
 */
final class RecordFormat {
    static final int LENGTH_OFFSET = 0;
    static final int CRC_OFFSET = LENGTH_OFFSET + Integer.BYTES;
    static final int LSN_OFFSET = CRC_OFFSET + Integer.BYTES;
    static final int HEADER_LENGTH = LSN_OFFSET + Long.BYTES;
    private static final int ALIGNMENT = 8;

    private RecordFormat() {}

    static void checkLength(int length, int max) {
        if (length < 1 || length > max) {
            throw new IllegalArgumentException("a record of " + length + " bytes is not within 1.." + max);
        }
    }

    /** Bytes that a payload of this length takes in the file. */
    static long framedLength(int payloadLength) {
        return (HEADER_LENGTH + (long) payloadLength + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /**
     * Writes a record at {@code index}. The length goes last: what is torn before that ends the log.
     *
     * @param window second view of the same memory, for the checksum
     */
    static void write(
            ByteBuffer target, ByteBuffer window, CRC32C crc, int index, long lsn, ByteBuffer head, ByteBuffer tail) {
        int payload = index + HEADER_LENGTH;
        int length = head.remaining() + tail.remaining();
        target.put(payload, head, head.position(), head.remaining());
        target.put(payload + head.remaining(), tail, tail.position(), tail.remaining());
        target.putLong(index + LSN_OFFSET, lsn);
        target.putInt(index + CRC_OFFSET, checksum(window, crc, index, length));
        target.putInt(index + LENGTH_OFFSET, length);
    }

    /** Length of the valid record with this LSN at {@code index}, or -1 when there is none before {@code limit}. */
    static int validLength(ByteBuffer source, ByteBuffer window, CRC32C crc, int index, int limit, long lsn) {
        if (limit - index < HEADER_LENGTH) {
            return -1;
        }
        int length = source.getInt(index + LENGTH_OFFSET);
        if (length < 1 || length > limit - index - HEADER_LENGTH || source.getLong(index + LSN_OFFSET) != lsn) {
            return -1;
        }
        return source.getInt(index + CRC_OFFSET) == checksum(window, crc, index, length) ? length : -1;
    }

    private static int checksum(ByteBuffer window, CRC32C crc, int index, int length) {
        crc.reset();
        crc.update(window.clear().position(index + LSN_OFFSET).limit(index + HEADER_LENGTH + length));
        return (int) crc.getValue();
    }
}
