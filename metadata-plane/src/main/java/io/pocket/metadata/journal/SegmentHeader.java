package io.pocket.metadata.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * First {@value #LENGTH} bytes of a segment, little-endian. All zero until the segment is used.
 *
 * <pre>
 *   0       8         12       16       24      32          40    44    48               56
 *   +-------+---------+--------+--------+-------+-----------+-----+-----+----------------+------+
 *   | magic | version | size   | log id | index | first lsn | crc | 0   | acknowledged   | 0    |
 *   +-------+---------+--------+--------+-------+-----------+-----+-----+----------------+------+
 * </pre>
 *
 * {@code acknowledged} is not covered by the checksum, because it moves: records up to this LSN were durable when it was
 * written, so a damaged one among them is a loss and not the torn end of the log. It is written after the records are safe and
 * reaches the medium with a later force: what is read may be too low, never too high.
 */
final class SegmentHeader {
    static final int LENGTH = 64;

    private static final long MAGIC = 0x4e474553544b5001L;
    private static final int VERSION = 1;
    private static final int VERSION_OFFSET = Long.BYTES;
    private static final int SIZE_OFFSET = VERSION_OFFSET + Integer.BYTES;
    private static final int LOG_ID_OFFSET = SIZE_OFFSET + Integer.BYTES;
    private static final int INDEX_OFFSET = LOG_ID_OFFSET + Long.BYTES;
    private static final int FIRST_LSN_OFFSET = INDEX_OFFSET + Long.BYTES;
    private static final int CRC_OFFSET = FIRST_LSN_OFFSET + Long.BYTES;
    private static final int ACKNOWLEDGED_OFFSET = 48;

    private SegmentHeader() {}

    static void write(ByteBuffer segment, long logId, long index, long firstLsn, long acknowledgedLsn) {
        segment.putLong(ACKNOWLEDGED_OFFSET, acknowledgedLsn);
        segment.putInt(VERSION_OFFSET, VERSION);
        segment.putInt(SIZE_OFFSET, segment.capacity());
        segment.putLong(LOG_ID_OFFSET, logId);
        segment.putLong(INDEX_OFFSET, index);
        segment.putLong(FIRST_LSN_OFFSET, firstLsn);
        segment.putLong(0, MAGIC);
        segment.putInt(CRC_OFFSET, checksum(segment));
    }

    static void acknowledge(ByteBuffer segment, long lsn) {
        segment.putLong(ACKNOWLEDGED_OFFSET, lsn);
    }

    /** Whether the segment was never used: no byte of its header is set, or it is too short to have one. */
    static boolean isBlank(ByteBuffer segment) {
        for (int i = 0; i < Math.min(LENGTH, segment.capacity()); i++) {
            if (segment.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Checks a header that is not blank.
     *
     * @throws JournalCorruptException naming the file
     */
    static void check(ByteBuffer segment, long logId, long index, Object file) throws JournalCorruptException {
        if (segment.capacity() < LENGTH
                || segment.getLong(0) != MAGIC
                || segment.getInt(CRC_OFFSET) != checksum(segment)) {
            throw new JournalCorruptException("the header of " + file + " is damaged");
        }
        if (segment.getInt(VERSION_OFFSET) != VERSION || segment.getInt(SIZE_OFFSET) != segment.capacity()) {
            throw new JournalCorruptException(file + " has " + segment.capacity() + " bytes, its header says "
                    + segment.getInt(SIZE_OFFSET) + " of format " + segment.getInt(VERSION_OFFSET));
        }
        if (segment.getLong(LOG_ID_OFFSET) != logId || segment.getLong(INDEX_OFFSET) != index) {
            throw new JournalCorruptException(file + " belongs to another log or another place in it");
        }
    }

    static long firstLsn(ByteBuffer segment) {
        return segment.getLong(FIRST_LSN_OFFSET);
    }

    static long acknowledgedLsn(ByteBuffer segment) {
        return segment.getLong(ACKNOWLEDGED_OFFSET);
    }

    private static int checksum(ByteBuffer segment) {
        CRC32C crc = new CRC32C();
        for (int i = 0; i < CRC_OFFSET; i++) {
            crc.update(segment.get(i));
        }
        return (int) crc.getValue();
    }
}
