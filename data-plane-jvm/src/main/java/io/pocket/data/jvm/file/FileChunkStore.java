package io.pocket.data.jvm.file;

import io.pocket.data.ChunkRead;
import io.pocket.data.ChunkWrite;
import io.pocket.data.SlabChunkStore;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chunks in a preallocated file. Bytes pass through a staging area that is taken at start: each transfer holds one run of
 * it, from {@code begin} until its write is stored or its read is released; with no run long enough free, the store is
 * BUSY. Direct I/O moves whole blocks: see {@link StagedWrite} and {@link StagedRead} for ragged edges.
 *
 * <p><strong>Crashes.</strong> A write has completed when the kernel has the bytes; only then does the index say that the
 * chunk is complete. So the death of the process loses nothing that was acknowledged. Nothing is forced to the platter before
 * {@link #settle}: after a power cut the index may name chunks whose bytes are not there, so the files of another boot of the
 * machine must not be used unless they were settled.
 *
 * <p><strong>Failures.</strong> A transfer fails with an {@link IOException} that says what the device said, a
 * {@link io.pocket.data.MediumFullException} if the file system had no room; its run is free again by then. A transfer that the
 * device does not end by its deadline is overdue first, and holds its run until it ends.
 */
public final class FileChunkStore extends SlabChunkStore {

    /** Granularity of extents: one block. */
    public static final int UNIT_BYTES = StoreFile.BLOCK_BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(FileChunkStore.class);

    private final FileDevice device;
    private final IoPath path;
    private final CompletionSignal signal;
    private final StagingArea staging;
    private final TransferQueue queue;
    private final StoreFigures figures = new StoreFigures();

    FileChunkStore(long capacityBytes, TransferQueue.Pace pace, FileStoreParts parts) {
        super(capacityBytes, UNIT_BYTES);
        device = parts.device();
        path = parts.path();
        signal = parts.signal();
        staging = new StagingArea(parts.arena(), parts.staging());
        queue = new TransferQueue(device, signal, pace, figures);
    }

    /**
     * Opens the file, which is made and given all its space if it is absent.
     *
     * @param capacityBytes a multiple of {@link #UNIT_BYTES}
     * @throws IOException if there is no room, or the file has another size, or it cannot be opened; the message says what
     *     to do
     */
    public static FileChunkStore open(Path file, long capacityBytes, FileStoreOptions options) throws IOException {
        FileStoreParts parts = FileStoreParts.open(file, capacityBytes, options);
        LOG.info(
                "{}: {} with {}, {} operations in {} bytes of staging{}",
                file,
                parts.path().engine(),
                parts.path().direct() ? "direct I/O" : "buffered I/O",
                options.queueDepth(),
                options.stagingBytes(),
                parts.path().reason().isEmpty() ? "" : "; " + parts.path().reason());
        TransferQueue.Pace pace =
                new TransferQueue.Pace(options.queueDepth(), options.transferTimeout(), System::nanoTime);
        return new FileChunkStore(capacityBytes, pace, parts);
    }

    /** How bytes travel here: shows a fall-back. */
    public IoPath path() {
        return path;
    }

    /** What it counts. */
    public StoreFigures figures() {
        return figures;
    }

    /** Bytes of the staging area that transfers hold. */
    public long stagedBytes() {
        return staging.usedBytes();
    }

    /** Parts so far that went through the page cache because of a ragged edge. */
    public long raggedTransfers() {
        return queue.raggedTransfers();
    }

    @Override
    public void wakeUpBy(Runnable task) {
        signal.wakeUpBy(task);
    }

    @Override
    public ChunkWrite newWrite() {
        return new StagedWrite(staging, queue);
    }

    @Override
    public ChunkRead newRead() {
        return new StagedRead(staging, queue);
    }

    @Override
    public int poll() {
        return queue.poll();
    }

    /** Must be the last call before {@link #close}: what still waits is forgotten. */
    @Override
    public void settle() throws IOException {
        if (!queue.drain()) {
            throw new IOException("transfers under way did not end");
        }
        device.force();
    }

    /** Waits for what is under way, but tells nobody; the kernel must not write into memory that is gone. */
    @Override
    public void close() {
        boolean drained = queue.drain();
        device.close();
        signal.close();
        if (drained) {
            staging.close();
        }
    }
}
