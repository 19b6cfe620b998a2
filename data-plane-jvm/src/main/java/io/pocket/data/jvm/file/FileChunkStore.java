package io.pocket.data.jvm.file;

import io.pocket.data.Admission;
import io.pocket.data.ChunkRead;
import io.pocket.data.ChunkWrite;
import io.pocket.data.Completion;
import io.pocket.data.SlabChunkStore;
import io.pocket.slab.ExtentAllocator;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chunks in a preallocated file. Bytes pass through a staging area that is taken at start: each transfer holds one run of
 * it, from {@code begin} until its write is stored or its read is released; with no run long enough free, the store is
 * BUSY. Up to the queue depth transfers are under way in the device, the rest wait in order of arrival.
 *
 * <p><strong>Direct I/O</strong> moves whole blocks. A chunk's last part is padded with zeroes, a read fetches the blocks
 * around its range. A part with another ragged edge shares a block with its neighbour and goes through the page cache, as
 * the neighbour does: one of them alone could not write the block.
 *
 * <p><strong>Crashes.</strong> A write has completed when the kernel has the bytes; only then does the index say that the
 * chunk is complete. So the death of the process loses nothing that was acknowledged. Nothing is forced to the platter: after
 * a power cut the index may name chunks whose bytes are not there, so the files of another boot of the machine must not be
 * used.
 *
 * <p>A transfer fails with an {@link IOException} that says what the device said; its run is free again by then.
 */
public final class FileChunkStore extends SlabChunkStore {

    /** Granularity of extents: one block. */
    public static final int UNIT_BYTES = StoreFile.BLOCK_BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(FileChunkStore.class);

    private static final int ATTEMPTS_MAX = 100;
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);
    private static final long CLOSE_PAUSE_MILLIS = 1;

    private final FileDevice device;
    private final IoPath path;
    private final CompletionSignal signal;
    private final Arena arena;
    private final MemorySegment staging;
    private final ExtentAllocator stagingSpace;
    private final Deque<Transfer> queued = new ArrayDeque<>();
    private final FileDevice.Outcome outcome = new Outcomes();
    private final int depth;
    private int underWay;
    private long raggedTransfers;

    FileChunkStore(long capacityBytes, int depth, FileStoreParts parts) {
        super(capacityBytes, UNIT_BYTES);
        this.depth = depth;
        device = parts.device();
        path = parts.path();
        signal = parts.signal();
        arena = parts.arena();
        staging = parts.staging();
        stagingSpace = new ExtentAllocator(staging.byteSize(), UNIT_BYTES);
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
        return new FileChunkStore(capacityBytes, options.queueDepth(), parts);
    }

    /** How bytes travel here: shows a fall-back. */
    public IoPath path() {
        return path;
    }

    /** Bytes of the staging area that transfers hold. */
    public long stagedBytes() {
        return stagingSpace.usedBytes();
    }

    /** Parts so far that went through the page cache because of a ragged edge. */
    public long raggedTransfers() {
        return raggedTransfers;
    }

    @Override
    public void wakeUpBy(Runnable task) {
        signal.wakeUpBy(task);
    }

    @Override
    public ChunkWrite newWrite() {
        return new Write();
    }

    @Override
    public ChunkRead newRead() {
        return new Read();
    }

    @Override
    public int poll() {
        signal.looking();
        startQueued();
        int count = device.reap(outcome);
        startQueued();
        return count;
    }

    private void enqueue(Transfer transfer) {
        queued.add(transfer);
        signal.wake();
    }

    private void startQueued() {
        while (underWay < depth && !queued.isEmpty()) {
            underWay++;
            device.start(queued.poll());
        }
        try {
            device.submit();
        } catch (IOException e) {
            throw new IllegalStateException("the chunk file cannot be used any more: " + e.getMessage(), e);
        }
    }

    /** Waits for what is under way, but tells nobody; the kernel must not write into memory that is gone. */
    @Override
    public void close() {
        queued.clear();
        boolean drained = drained();
        device.close();
        signal.close();
        if (drained) {
            arena.close();
        } else {
            LOG.error("{} transfers did not end: their memory stays taken until the process ends", underWay);
        }
    }

    private boolean drained() {
        long deadline = System.nanoTime() + CLOSE_DEADLINE.toNanos();
        FileDevice.Outcome ignored = new Forgotten();
        try {
            while (underWay > 0 && System.nanoTime() < deadline) {
                device.submit();
                if (device.reap(ignored) == 0) {
                    Thread.sleep(CLOSE_PAUSE_MILLIS);
                }
            }
        } catch (IOException e) {
            LOG.error("the chunk file failed while it was closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return underWay == 0;
    }

    private static int down(int bytes) {
        return bytes & -UNIT_BYTES;
    }

    private static int up(int bytes) {
        return down(bytes + UNIT_BYTES - 1);
    }

    private final class Outcomes implements FileDevice.Outcome {

        @Override
        public void moved(Transfer transfer, int bytes) {
            transfer.advance(bytes, UNIT_BYTES);
            if (bytes == 0) {
                failed(transfer, new IOException("the chunk file ends at " + transfer.position()));
            } else if (transfer.remaining() > 0) {
                again(transfer);
            } else {
                end(transfer, null);
            }
        }

        @Override
        public void interrupted(Transfer transfer) {
            if (transfer.attempt() < ATTEMPTS_MAX) {
                again(transfer);
            } else {
                failed(transfer, new IOException("the device was busy " + ATTEMPTS_MAX + " times in a row"));
            }
        }

        @Override
        public void failed(Transfer transfer, IOException cause) {
            end(transfer, cause);
        }

        private void again(Transfer transfer) {
            underWay--;
            queued.addFirst(transfer);
        }

        private void end(Transfer transfer, IOException cause) {
            underWay--;
            transfer.ended(cause);
        }
    }

    /** For transfers whose askers are gone. */
    private final class Forgotten implements FileDevice.Outcome {

        @Override
        public void moved(Transfer transfer, int bytes) {
            underWay--;
        }

        @Override
        public void interrupted(Transfer transfer) {
            underWay--;
        }

        @Override
        public void failed(Transfer transfer, IOException cause) {
            underWay--;
        }
    }

    /** A transfer and its run of the staging area, seen through a buffer that is made once. */
    private abstract class StagedTransfer extends Transfer {

        private final ByteBuffer buffer = staging.asByteBuffer();
        private long run;
        private int runBytes;

        final boolean take(int lengthBytes) {
            run = stagingSpace.allocate(lengthBytes);
            runBytes = lengthBytes;
            return run != ExtentAllocator.FULL;
        }

        final void giveBack() {
            stagingSpace.free(run, runBytes);
        }

        final int run() {
            return (int) run;
        }

        final ByteBuffer view(int offset, int lengthBytes) {
            return buffer.limit(run() + offset + lengthBytes).position(run() + offset);
        }
    }

    private final class Write extends StagedTransfer implements ChunkWrite {

        private long position;
        private int lengthBytes;
        private boolean ragged;
        private ByteBuffer target;
        private Completion completion;

        @Override
        public Admission begin(long extent, int chunkLengthBytes, int offset, int length) {
            if (!take(length)) {
                return Admission.BUSY;
            }
            int end = offset + length;
            position = extent + offset;
            lengthBytes = length;
            ragged = offset != down(offset) || (end != down(end) && end != chunkLengthBytes);
            target = view(0, length);
            return Admission.ACCEPTED;
        }

        @Override
        public ByteBuffer target() {
            return target;
        }

        @Override
        public void submit(Completion told) {
            completion = told;
            if (ragged) {
                raggedTransfers++;
                prepare(true, false, position, run(), lengthBytes);
            } else {
                int padded = up(lengthBytes);
                staging.asSlice(run() + (long) lengthBytes, padded - lengthBytes)
                        .fill((byte) 0);
                prepare(true, true, position, run(), padded);
            }
            enqueue(this);
        }

        @Override
        public void cancel() {
            giveBack();
        }

        @Override
        void ended(IOException cause) {
            giveBack();
            Completion told = completion;
            completion = null;
            if (cause == null) {
                told.completed();
            } else {
                told.failed(cause);
            }
        }
    }

    private final class Read extends StagedTransfer implements ChunkRead {

        private int lead;
        private int lengthBytes;
        private ByteBuffer piece;
        private Completion completion;

        @Override
        public Admission begin(long extent, int offset, int length, Completion told) {
            int start = down(offset);
            int blocks = up(offset + length) - start;
            if (!take(blocks)) {
                return Admission.BUSY;
            }
            lead = offset - start;
            lengthBytes = length;
            completion = told;
            prepare(false, true, extent + start, run(), blocks);
            enqueue(this);
            return Admission.ACCEPTED;
        }

        @Override
        public int pieces() {
            return 1;
        }

        @Override
        public ByteBuffer piece(int index) {
            return piece;
        }

        @Override
        public void release() {
            giveBack();
        }

        @Override
        void ended(IOException cause) {
            Completion told = completion;
            completion = null;
            if (cause == null) {
                piece = view(lead, lengthBytes);
                told.completed();
            } else {
                giveBack();
                told.failed(cause);
            }
        }
    }
}
