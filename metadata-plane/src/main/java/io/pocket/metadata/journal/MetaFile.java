package io.pocket.metadata.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * The journal's identity on the medium, little-endian.
 *
 * <pre>
 *   0       8         12         16        24       32         40      44
 *   +-------+---------+----------+---------+--------+----------+-------+
 *   | magic | version | shard id | log id  | epoch  | last lsn | crc   |
 *   +-------+---------+----------+---------+--------+----------+-------+
 * </pre>
 *
 * @param lastLsn the log reached this LSN when the file was written: at a later start it must not end before
 */
record MetaFile(JournalIdentity identity, long lastLsn) {
    private static final long MAGIC = 0x4154454d54454b50L; // "PKTEMETA"
    private static final int VERSION = 1;
    private static final int VERSION_OFFSET = Long.BYTES;
    private static final int SHARD_OFFSET = VERSION_OFFSET + Integer.BYTES;
    private static final int LOG_ID_OFFSET = SHARD_OFFSET + Integer.BYTES;
    private static final int EPOCH_OFFSET = LOG_ID_OFFSET + Long.BYTES;
    private static final int LAST_LSN_OFFSET = EPOCH_OFFSET + Long.BYTES;
    private static final int CRC_OFFSET = LAST_LSN_OFFSET + Long.BYTES;
    private static final int LENGTH = CRC_OFFSET + Integer.BYTES;

    /** Of a directory that has none: epoch 0, which no start keeps. */
    static MetaFile first(long logId, int shardId) {
        return new MetaFile(new JournalIdentity(logId, shardId, 0), 0);
    }

    static MetaFile read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.limit() != LENGTH || bytes.getLong(0) != MAGIC || bytes.getInt(CRC_OFFSET) != checksum(bytes)) {
            throw new JournalCorruptException(file + " is damaged");
        }
        if (bytes.getInt(VERSION_OFFSET) != VERSION) {
            throw new IOException(file + " has format version " + bytes.getInt(VERSION_OFFSET) + ", this program reads "
                    + VERSION + ": start the version that wrote it");
        }
        return new MetaFile(
                new JournalIdentity(
                        bytes.getLong(LOG_ID_OFFSET), bytes.getInt(SHARD_OFFSET), bytes.getLong(EPOCH_OFFSET)),
                bytes.getLong(LAST_LSN_OFFSET));
    }

    void write(JournalFiles files) throws IOException {
        Path temporary = JournalFiles.temporary(files.meta());
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = encode();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        files.publish(temporary, files.meta());
    }

    private ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(MAGIC).putInt(VERSION).putInt(identity.shardId());
        bytes.putLong(identity.logId()).putLong(identity.epoch()).putLong(lastLsn);
        return bytes.putInt(checksum(bytes)).flip();
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().clear().limit(CRC_OFFSET));
        return (int) crc.getValue();
    }
}
