package io.pocket.metadata.core.table;

import java.nio.ByteBuffer;

/** Where a shard's records get their memory from, piece by piece: off-heap in production. A piece that was taken is kept. */
public interface RecordMemory {
    /** Length of each piece: a power of two, at least 64 KiB. */
    int pieceBytes();

    /** What new objects may use. Records that were acknowledged before a restart find a piece beyond it all the same. */
    long capacityBytes();

    /** Another piece, little-endian, all zero. */
    ByteBuffer take();
}
