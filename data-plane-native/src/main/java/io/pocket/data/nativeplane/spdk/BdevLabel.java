package io.pocket.data.nativeplane.spdk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The first block of a device: whose it is. The data directory of its node holds the same identity, so that neither a foreign disk nor the
 * disk of another node is ever written to.
 *
 * <pre>
 *   0  "POCKETBD"    8  version    16  identity, 2 x 64 bits    32  capacity in bytes    40  crc32c of the 40 bytes before
 * </pre>
 *
 * @param identity drawn when the device was taken, 128 bits
 * @param capacityBytes room for chunks that begins at {@link #DATA_START}
 */
record BdevLabel(Identity identity, long capacityBytes) {

    /** Where chunks begin. What lies before is the label's, and is looked at for traces of others. */
    static final long DATA_START = 1 << 20;

    private static final long MAGIC = 0x44425445_4b434f50L;
    private static final int VERSION = 1;
    private static final int CRC_AT = 40;

    /** 128 random bits. */
    record Identity(long high, long low) {

        /** As in the data directory's file. */
        @Override
        public String toString() {
            return "%016x%016x".formatted(high, low);
        }

        static Optional<Identity> parse(String text) {
            if (!text.matches("[0-9a-f]{32}")) {
                return Optional.empty();
            }
            return Optional.of(new Identity(
                    Long.parseUnsignedLong(text.substring(0, 16), 16), Long.parseUnsignedLong(text.substring(16), 16)));
        }
    }

    /** Into the first bytes of a block of zeroes. */
    void write(ByteBuffer block) {
        ByteBuffer at = block.duplicate().order(ByteOrder.LITTLE_ENDIAN).clear();
        at.putLong(0, MAGIC).putInt(8, VERSION).putInt(12, 0);
        at.putLong(16, identity.high).putLong(24, identity.low).putLong(32, capacityBytes);
        at.putInt(CRC_AT, crc(at));
    }

    /** Empty if these are the bytes of somebody else. */
    static Optional<BdevLabel> read(ByteBuffer block) {
        ByteBuffer at = block.duplicate().order(ByteOrder.LITTLE_ENDIAN).clear();
        boolean ours = at.getLong(0) == MAGIC && at.getInt(8) == VERSION && at.getInt(CRC_AT) == crc(at);
        return ours
                ? Optional.of(new BdevLabel(new Identity(at.getLong(16), at.getLong(24)), at.getLong(32)))
                : Optional.empty();
    }

    private static int crc(ByteBuffer block) {
        CRC32C crc = new CRC32C();
        crc.update(block.duplicate().clear().limit(CRC_AT));
        return (int) crc.getValue();
    }
}
