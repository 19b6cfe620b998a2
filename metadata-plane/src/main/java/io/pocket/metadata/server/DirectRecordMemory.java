package io.pocket.metadata.server;

import io.pocket.metadata.core.table.RecordHeap;
import io.pocket.metadata.core.table.RecordMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records in direct memory, taken in pieces as they are needed: making one zero stops the owner for about a millisecond. The JVM's limit of
 * direct memory must leave room for all of it.
 *
 * @param capacityBytes for new objects, at most {@link RecordHeap#MAX_CAPACITY_BYTES}
 */
public record DirectRecordMemory(long capacityBytes) implements RecordMemory {
    private static final Logger LOG = LoggerFactory.getLogger(DirectRecordMemory.class);
    private static final int PIECE_BYTES = 4 << 20;
    private static final int EXIT_OUT_OF_MEMORY = 4;

    @Override
    public int pieceBytes() {
        return PIECE_BYTES;
    }

    /**
     * {@link ShardMemory} has made sure that there is enough. Where there is not, for what else takes direct memory took more than its share, the
     * process ends: what was logged and cannot be applied will be at its next start.
     */
    @Override
    public ByteBuffer take() {
        try {
            return ByteBuffer.allocateDirect(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        } catch (OutOfMemoryError e) {
            LOG.error("no direct memory is left for records; raise -XX:MaxDirectMemorySize: {}", e.getMessage(), e);
            Runtime.getRuntime().halt(EXIT_OUT_OF_MEMORY);
            throw e;
        }
    }
}
