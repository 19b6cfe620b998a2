package io.pocket.metadata.server;

import io.pocket.metadata.core.table.RecordHeap;
import io.pocket.metadata.core.table.RecordMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records in direct memory, taken in pieces as they are needed. To have a piece zeroed by the kernel took the owner 12 ms (4 MiB, 1,024 page
 * faults on a virtual machine), so a helper has the next one ready; only who takes pieces faster than that makes his own. The JVM's limit of
 * direct memory must leave room for all of it and one piece. {@link #take} is for one thread.
 */
public final class DirectRecordMemory implements RecordMemory {
    private static final Logger LOG = LoggerFactory.getLogger(DirectRecordMemory.class);
    private static final int PIECE_BYTES = 4 << 20;
    private static final int EXIT_OUT_OF_MEMORY = 4;

    private final long capacityBytes;

    /** Its thread is a daemon: it holds nothing that outlives the process. */
    private final ExecutorService helper = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("record-memory").factory());

    private Future<ByteBuffer> next;

    /**
     * Takes nothing yet.
     *
     * @param capacityBytes for new objects, at most {@link RecordHeap#MAX_CAPACITY_BYTES}
     */
    public DirectRecordMemory(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    @Override
    public int pieceBytes() {
        return PIECE_BYTES;
    }

    @Override
    public long capacityBytes() {
        return capacityBytes;
    }

    /**
     * {@link ShardMemory} has made sure that there is enough. Where there is not, for what else takes direct memory took more than its share, the
     * process ends: what was logged and cannot be applied will be at its next start.
     */
    @Override
    public ByteBuffer take() {
        if (next != null && !next.isDone()) {
            return allocate();
        }
        boolean isReady = next != null && next.state() == Future.State.SUCCESS;
        ByteBuffer piece = isReady ? next.resultNow() : allocate();
        next = helper.submit(DirectRecordMemory::zeroed);
        return piece;
    }

    private static ByteBuffer allocate() {
        try {
            return zeroed();
        } catch (OutOfMemoryError e) {
            LOG.error("no direct memory is left for records; raise -XX:MaxDirectMemorySize: {}", e.getMessage(), e);
            Runtime.getRuntime().halt(EXIT_OUT_OF_MEMORY);
            throw e;
        }
    }

    private static ByteBuffer zeroed() {
        return ByteBuffer.allocateDirect(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }
}
