package io.pocket.metadata.server;

import io.pocket.metadata.core.table.RecordHeap;
import io.pocket.metadata.core.table.RecordMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Records in direct memory, taken in pieces as they are needed: making one zero stops the owner for about a millisecond. The JVM's limit of
 * direct memory must leave room for all of it.
 *
 * @param capacityBytes for new objects, at most {@link RecordHeap#MAX_CAPACITY_BYTES}
 */
public record DirectRecordMemory(long capacityBytes) implements RecordMemory {
    private static final int PIECE_BYTES = 4 << 20;

    @Override
    public int pieceBytes() {
        return PIECE_BYTES;
    }

    @Override
    public ByteBuffer take() {
        return ByteBuffer.allocateDirect(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }
}
