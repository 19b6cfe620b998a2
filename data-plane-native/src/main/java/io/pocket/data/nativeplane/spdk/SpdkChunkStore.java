package io.pocket.data.nativeplane.spdk;

import io.pocket.data.ChunkRead;
import io.pocket.data.ChunkWrite;
import io.pocket.data.SlabChunkStore;
import io.pocket.data.jvm.file.OwnerSignal;
import io.pocket.data.jvm.file.StagedRead;
import io.pocket.data.jvm.file.StagingArea;
import io.pocket.data.jvm.file.StoreFigures;
import io.pocket.data.jvm.file.TransferQueue;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chunks on a block device of SPDK. Bytes lie in DMA memory taken at start while they are under way: the socket reads into it and writes
 * from it, and the device does too. Each transfer holds one run of it, from {@code begin} until its write is stored or its read is
 * released; with no run long enough free, the store is BUSY.
 *
 * <p><strong>Crashes.</strong> A write has completed when the device says so; only then does the index say that the chunk is complete. What a
 * device keeps in a volatile cache is forced by {@link #settle} alone, so the rule of the file store holds: after a power cut the device is
 * trusted only if it was settled.
 *
 * <p><strong>Failures.</strong> A transfer fails with an {@link IOException} that says what the device said, a
 * {@link io.pocket.data.MediumFullException} if it had no room; its run is free again by then. A transfer that the device does not end by
 * its deadline is overdue first, and holds its run until it ends.
 */
public final class SpdkChunkStore extends SlabChunkStore {

    /** Granularity of extents: one block. */
    public static final int UNIT_BYTES = SpdkConfig.BLOCK_BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(SpdkChunkStore.class);

    /** What is looked at for traces of others, at both ends of a device, in pieces of so much. */
    private static final int LOOK_BYTES = 64 << 10;

    private final OwnerSignal signal;
    private final QueueSet queues;
    private final StagingArea staging;
    private final MemorySegment memory;
    private final SpdkDevice device;
    private final TransferQueue queue;
    private final SpdkFigures figures;

    private SpdkChunkStore(
            long capacityBytes, SpdkStoreOptions options, QueueSet queues, OwnerSignal signal, Arena arena)
            throws IOException {
        super(capacityBytes, UNIT_BYTES);
        this.queues = queues;
        this.signal = signal;
        memory = DmaSlab.allocate(arena, options.stagingBytes(), UNIT_BYTES);
        MemorySegment scratch = DmaSlab.allocate(arena, SpdkDevice.scratchBytes(queues.tags()), UNIT_BYTES);
        staging = new StagingArea(arena, memory);
        device = new SpdkDevice(queues, memory, scratch, BdevLabel.DATA_START);
        StoreFigures counted = new StoreFigures();
        TransferQueue.Pace pace =
                new TransferQueue.Pace(options.queueDepth(), options.transferTimeout(), System::nanoTime);
        queue = new TransferQueue(device, signal, pace, counted);
        figures = new SpdkFigures(queues, counted, options.stagingBytes());
    }

    /**
     * Opens a device that SPDK knows. Nothing is written.
     *
     * @param name what SPDK calls it
     * @param capacityBytes a multiple of {@link #UNIT_BYTES}
     * @throws IOException if there is none, or it is too small, or has unusual blocks; the message says what to do
     */
    public static SpdkChunkStore open(
            SpdkEnvironment environment, String name, long capacityBytes, SpdkStoreOptions options) throws IOException {
        OwnerSignal signal = new OwnerSignal();
        Bdev bdev = openLargeEnough(environment, name, capacityBytes);
        QueueSet queues = QueueSet.open(environment, bdev, options.queueDepth(), signal);
        Arena arena = Arena.ofShared();
        try {
            SpdkChunkStore store = new SpdkChunkStore(capacityBytes, options, queues, signal, arena);
            LOG.info(
                    "{}: {} of {} bytes in blocks of {}, {} operations in {} bytes of DMA memory",
                    name,
                    bdev.product(),
                    bdev.sizeBytes(),
                    bdev.blockBytes(),
                    options.queueDepth(),
                    options.stagingBytes());
            return store;
        } catch (IOException | RuntimeException e) {
            queues.close();
            arena.close();
            throw e;
        }
    }

    private static Bdev openLargeEnough(SpdkEnvironment environment, String name, long capacityBytes)
            throws IOException {
        Bdev bdev = Bdev.open(environment, name);
        long room = bdev.sizeBytes() - BdevLabel.DATA_START;
        if (capacityBytes > room) {
            bdev.close();
            throw new IOException("the device " + name + " has room for " + Math.max(0, room)
                    + " bytes of chunks, less than" + " --capacity " + capacityBytes);
        }
        return bdev;
    }

    // --- Whose device it is; before the first transfer ---

    /** The label in the device's first block, if it is one. */
    Optional<BdevLabel> label() throws IOException {
        return BdevLabel.read(look(0, UNIT_BYTES));
    }

    /** Whether nobody has left anything where disks are labelled: in the first MiB, or at the end of the device. */
    boolean isBlank() throws IOException {
        for (long position = 0; position < BdevLabel.DATA_START; position += LOOK_BYTES) {
            if (!isZero(look(position, LOOK_BYTES))) {
                return false;
            }
        }
        long last = queues.bdev().sizeBytes() - LOOK_BYTES;
        return isZero(look(last - last % UNIT_BYTES, LOOK_BYTES));
    }

    private static boolean isZero(ByteBuffer bytes) {
        return bytes.mismatch(ByteBuffer.allocate(bytes.remaining())) < 0;
    }

    private ByteBuffer look(long position, int bytes) throws IOException {
        queues.blocking("reading", QueuePair.Operation.READ, memory.address(), position, bytes);
        return memory.asSlice(0, bytes).asByteBuffer();
    }

    /** Takes the device. The first MiB is emptied of what others left there. */
    void writeLabel(BdevLabel label) throws IOException {
        memory.asSlice(0, LOOK_BYTES).fill((byte) 0);
        for (long position = BdevLabel.DATA_START - LOOK_BYTES; position > 0; position -= LOOK_BYTES) {
            queues.blocking("writing", QueuePair.Operation.WRITE, memory.address(), position, LOOK_BYTES);
        }
        label.write(memory.asSlice(0, UNIT_BYTES).asByteBuffer());
        queues.blocking("writing", QueuePair.Operation.WRITE, memory.address(), 0, LOOK_BYTES);
        queues.flush();
    }

    // --- The store ---

    /** What it counts. */
    public SpdkFigures figures() {
        return figures;
    }

    @Override
    public void wakeUpBy(Runnable task) {
        signal.wakeUpBy(task);
    }

    @Override
    public ChunkWrite newWrite() {
        return new SpdkWrite(staging, queue);
    }

    @Override
    public ChunkRead newRead() {
        return new StagedRead(staging, queue);
    }

    @Override
    public int poll() {
        int count = queue.poll();
        figures.staged(staging.usedBytes());
        return count;
    }

    /** Must be the last call before {@link #close}: what still waits is forgotten. */
    @Override
    public void settle() throws IOException {
        if (!queue.drain()) {
            throw new IOException("transfers under way did not end");
        }
        device.force();
    }

    /** Waits for what is under way, but tells nobody. What the device may still write into is never given back. */
    @Override
    public void close() {
        if (queue.drain()) {
            device.close();
            staging.close();
        } else {
            LOG.error(
                    "the device {} stays open, with its memory, until the process ends",
                    queues.bdev().name());
        }
    }

    /** Its queue pairs. */
    List<QueuePair> pairs() {
        return queues.pairs();
    }
}
