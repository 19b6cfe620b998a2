package io.pocket.metadata.core.table;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Pieces on the heap, for tests and the simulator.
 *
 * @param pieceBytes a power of two, at least 64 KiB
 * @param capacityBytes for new objects
 */
public record HeapRecordMemory(int pieceBytes, long capacityBytes) implements RecordMemory {
    private static final int SMALL_PIECE = 64 << 10;

    /** With the smallest pieces. */
    public static HeapRecordMemory of(long capacityBytes) {
        return new HeapRecordMemory(SMALL_PIECE, capacityBytes);
    }

    @Override
    public ByteBuffer take() {
        return ByteBuffer.allocate(pieceBytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
