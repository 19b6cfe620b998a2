package io.pocket.metadata.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Ends of a snapshot file, little-endian. Records, framed as in the log and numbered from 1, lie between.
 *
 * <pre>
 *   header  0       8         16     24      28     32
 *           +-------+---------+------+-------+------+
 *           | magic | log id  | lsn  | ver.  | crc  |
 *           +-------+---------+------+-------+------+
 *   footer  0       4         8      16      24
 *           +-------+---------+------+-------+
 *           | -1    | crc     | count| size  |
 *           +-------+---------+------+-------+
 * </pre>
 *
 * {@code size} is the whole file's.
 */
final class SnapshotFormat {
    static final int HEADER_LENGTH = 32;
    static final int FOOTER_LENGTH = 24;
    static final int FOOTER_MARK = -1;

    private static final long MAGIC = 0x50414e53544b5001L;
    private static final int VERSION = 1;

    private SnapshotFormat() {}

    static void putHeader(ByteBuffer target, long logId, long lsn) {
        int start = target.position();
        target.putLong(MAGIC).putLong(logId).putLong(lsn).putInt(VERSION);
        target.putInt(checksum(target, start, target.position()));
    }

    static boolean isHeader(ByteBuffer source, int index, long logId, long lsn) {
        return source.getLong(index) == MAGIC
                && source.getLong(index + 8) == logId
                && source.getLong(index + 16) == lsn
                && source.getInt(index + 24) == VERSION
                && source.getInt(index + 28) == checksum(source, index, index + 28);
    }

    static void putFooter(ByteBuffer target, long count, long sizeBytes) {
        int start = target.position();
        target.putInt(FOOTER_MARK).putInt(0).putLong(count).putLong(sizeBytes);
        target.putInt(start + 4, checksum(target, start + 8, start + FOOTER_LENGTH));
    }

    static boolean isFooter(ByteBuffer source, int index, long count, long sizeBytes) {
        return source.getInt(index) == FOOTER_MARK
                && source.getInt(index + 4) == checksum(source, index + 8, index + FOOTER_LENGTH)
                && source.getLong(index + 8) == count
                && source.getLong(index + 16) == sizeBytes;
    }

    private static int checksum(ByteBuffer bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().clear().position(from).limit(to));
        return (int) crc.getValue();
    }
}
