package io.pocket.data.jvm.file;

import io.pocket.data.ChunkRead;
import io.pocket.data.ChunkStore;
import io.pocket.data.ChunkWrite;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chunks in a preallocated file on a hard disk, whose head must move seldom:
 *
 * <ul>
 *   <li>Extents are given out as a log ({@link LogSpace}), and writes that wait together and lie together go as one
 *       ({@link HddWrites}). Nothing waits for company: while the disk is at work it comes by itself.
 *   <li>Reads are served in the order of the disk ({@link Elevator}), and what follows is read ahead for those who read along
 *       it ({@link HddReads}, {@link ReadStreams}).
 *   <li>Reads and writes take turns of some time each ({@link DiskTurns}).
 * </ul>
 *
 * Two operations are under way at once, so that the disk has its next one when one ends, and the order stays the store's.
 *
 * <p>Direct I/O, ragged parts and crashes are as with {@link FileChunkStore}: a write has completed when the kernel has the
 * bytes, the death of the process loses nothing that was acknowledged, and the files of another boot must not be used unless
 * they were settled.
 *
 * <p>A transfer fails with an {@link IOException} that says what the device said, or that it did not get to the transfer
 * before the deadline; its memory is free again by then. One that the device has had for longer than that is overdue:
 * nobody joins it any more, and it ends when the device lets go.
 */
public final class HddChunkStore implements ChunkStore {

    /** Granularity of extents: one block. */
    public static final int UNIT_BYTES = StoreFile.BLOCK_BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(HddChunkStore.class);

    /** A free run of this length costs a hundredth of its transfer time to reach. */
    private static final long LONG_RUN_BYTES = 64 << 20;

    private static final int OPERATIONS = 2;

    private final LogSpace space;
    private final FileDevice device;
    private final IoPath path;
    private final CompletionSignal signal;
    private final Arena arena;
    private final HddClock clock;
    private final Duration deadline;
    private final HddFigures figures = new HddFigures();
    private final Elevator queuedReads;
    private final Elevator queuedWrites;
    private final DiskTurns turns;
    private final HddReads reads;
    private final HddWrites writes;
    private final DeviceFeed feed;

    HddChunkStore(long capacityBytes, HddStoreOptions options, FileStoreParts parts, HddClock clock) {
        this.clock = clock;
        device = parts.device();
        path = parts.path();
        signal = parts.signal();
        arena = parts.arena();
        deadline = options.deadline();
        space = new LogSpace(capacityBytes, UNIT_BYTES, LONG_RUN_BYTES);
        queuedReads = new Elevator(options.patience());
        queuedWrites = new Elevator(options.patience());
        turns = new DiskTurns(queuedReads, queuedWrites, options.batch());
        long half = ReadSegment.down(options.stagingBytes() / 2);
        reads = new HddReads(parts.staging(), half, half, options, space, queuedReads, clock, figures, signal::wake);
        writes = new HddWrites(parts.staging(), half, options, queuedWrites, clock, figures, new WriteListener());
        feed = new DeviceFeed(device, OPERATIONS, UNIT_BYTES, figures, clock);
    }

    /**
     * Opens the file, which is made and given all its space if it is absent.
     *
     * @param capacityBytes a multiple of {@link #UNIT_BYTES}
     * @throws IOException if there is no room, or the file has another size, or it cannot be opened; the message says what
     *     to do
     */
    public static HddChunkStore open(Path file, long capacityBytes, HddStoreOptions options) throws IOException {
        int memory = options.stagingBytes() + options.readAheadBytes();
        FileStoreParts parts = FileStoreParts.open(
                file,
                capacityBytes,
                new FileStoreOptions(OPERATIONS, memory, options.deadline(), options.ioUring(), options.direct()));
        LOG.info(
                "{}: {} with {}, {} bytes of staging, {} for reading ahead{}",
                file,
                parts.path().engine(),
                parts.path().direct() ? "direct I/O" : "buffered I/O",
                options.stagingBytes(),
                options.readAheadBytes(),
                parts.path().reason().isEmpty() ? "" : "; " + parts.path().reason());
        return new HddChunkStore(capacityBytes, options, parts, System::nanoTime);
    }

    /** How bytes travel here: shows a fall-back. */
    public IoPath path() {
        return path;
    }

    /** What the disk has been doing. */
    public HddFigures figures() {
        return figures;
    }

    /** Bytes of the staging area that transfers hold. */
    public long stagedBytes() {
        return reads.stagedBytes() + writes.stagedBytes();
    }

    /** Bytes held for reads to come. */
    public long aheadBytes() {
        return reads.aheadBytes();
    }

    @Override
    public long allocate(int lengthBytes) {
        return space.allocate(lengthBytes);
    }

    @Override
    public void free(long extent, int lengthBytes) {
        space.takeBack(extent, lengthBytes);
        reads.outdate(extent, extent + space.extentBytes(lengthBytes));
    }

    @Override
    public void reserve(long extent, int lengthBytes) {
        space.reserve(extent, lengthBytes);
    }

    @Override
    public long extentBytes(int lengthBytes) {
        return space.extentBytes(lengthBytes);
    }

    @Override
    public long capacityBytes() {
        return space.capacityBytes();
    }

    @Override
    public long usedBytes() {
        return space.usedBytes();
    }

    @Override
    public long largestFreeBytes() {
        return space.largestFreeBytes();
    }

    @Override
    public ChunkWrite newWrite() {
        return writes.newWrite();
    }

    @Override
    public ChunkRead newRead() {
        return reads.newRead();
    }

    @Override
    public void wakeUpBy(Runnable task) {
        signal.wakeUpBy(task);
    }

    @Override
    public int poll() {
        signal.looking();
        feed.fill(this::next);
        int count = feed.reap();
        feed.fill(this::next);
        expire();
        figures.set(HddFigure.QUEUED_READS, queuedReads.size());
        figures.set(HddFigure.QUEUED_WRITES, queuedWrites.size());
        return count;
    }

    private Transfer next() {
        Waiting next = turns.next(feed.isIdle(), clock.nanos());
        return next != null && next.isWrite() ? writes.withNeighbours(next) : next;
    }

    private void expire() {
        long sinceNanos = clock.nanos() - deadline.toNanos();
        IOException cause = new IOException(
                "the disk did not get to it within " + deadline.toSeconds() + " s: it hangs or has too much to do");
        turns.expire(sinceNanos, cause);
        feed.expire(sinceNanos, cause);
    }

    @Override
    public void settle() throws IOException {
        if (!feed.drained()) {
            throw new IOException("transfers under way did not end");
        }
        device.force();
    }

    /** Waits for what is under way, but tells nobody; the kernel must not write into memory that is gone. */
    @Override
    public void close() {
        boolean drained = feed.drained();
        device.close();
        signal.close();
        if (drained) {
            arena.close();
        } else {
            LOG.error("transfers did not end: their memory stays taken until the process ends");
        }
    }

    private final class WriteListener implements HddWrites.Listener {

        @Override
        public void queued() {
            signal.wake();
        }

        @Override
        public void changed(long from, long until) {
            reads.outdate(from, until);
        }
    }
}
