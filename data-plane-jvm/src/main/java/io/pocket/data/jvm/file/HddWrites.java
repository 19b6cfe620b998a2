package io.pocket.data.jvm.file;

import io.pocket.data.Admission;
import io.pocket.data.ChunkWrite;
import io.pocket.data.Completion;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes on their way to the disk. Their half of the staging area is given out as the disk is, one run after the other, so
 * that neighbours on the disk are neighbours in memory, and those that wait together go as one operation.
 *
 * <p>An operation for several writes that fails is tried again one by one: a bad sector fails only the write that it
 * belongs to.
 */
final class HddWrites {

    private final MemorySegment staging;
    private final LogSpace space;
    private final Elevator queue;
    private final int openMax;
    private final int runBytesMax;
    private final HddClock clock;
    private final HddFigures figures;
    private final Listener listener;
    private int open;

    /**
     * @param staging the whole staging area
     * @param bytes how much of it, from its beginning on, is for writes
     */
    HddWrites(
            MemorySegment staging,
            long bytes,
            HddStoreOptions options,
            Elevator queue,
            HddClock clock,
            HddFigures figures,
            Listener listener) {
        this.staging = staging;
        this.queue = queue;
        this.clock = clock;
        this.figures = figures;
        this.listener = listener;
        space = new LogSpace(bytes, HddChunkStore.UNIT_BYTES, options.writeRunBytes());
        openMax = options.queue();
        runBytesMax = options.writeRunBytes();
    }

    /** Who is concerned. */
    interface Listener {

        /** A write waits for its turn. */
        void queued();

        /** Whole blocks of the disk are not any more, or may not be, what they were. */
        void changed(long from, long until);
    }

    ChunkWrite newWrite() {
        return new Write();
    }

    /** Bytes of the staging area that writes hold. */
    long stagedBytes() {
        return space.usedBytes();
    }

    /** The operation that carries a write whose turn has come, and those of its neighbours that wait too. */
    Transfer withNeighbours(Waiting first) {
        if (!mayBeMerged(first)) {
            return first;
        }
        MergedWrite merged = new MergedWrite(first);
        for (Waiting next = queue.atHead(); merged.takes(next); next = queue.atHead()) {
            queue.take(next);
            merged.add(next);
        }
        return merged.count() == 1 ? first : merged.prepared();
    }

    private static boolean mayBeMerged(Waiting write) {
        return write.isDirect() && !((Write) write).alone;
    }

    private static int down(int bytes) {
        return bytes & -HddChunkStore.UNIT_BYTES;
    }

    private static int up(int bytes) {
        return down(bytes + HddChunkStore.UNIT_BYTES - 1);
    }

    /** Neighbours, on the disk as in memory, that go as one. */
    private final class MergedWrite extends Transfer {

        private final List<Waiting> writes = new ArrayList<>();
        private int bytes;

        MergedWrite(Waiting first) {
            add(first);
        }

        void add(Waiting write) {
            writes.add(write);
            bytes += write.remaining();
        }

        int count() {
            return writes.size();
        }

        boolean takes(Waiting next) {
            return next != null
                    && mayBeMerged(next)
                    && next.staging() == writes.getLast().stagingEnd()
                    && bytes + next.remaining() <= runBytesMax;
        }

        MergedWrite prepared() {
            Waiting first = writes.getFirst();
            prepare(true, true, first.position(), first.staging(), bytes);
            figures.add(HddFigure.MERGED_WRITES, writes.size() - 1L);
            return this;
        }

        @Override
        protected void overdue(IOException cause) {
            writes.forEach(write -> write.overdue(cause));
        }

        @Override
        protected void ended(IOException cause) {
            if (cause == null || isOverdue()) {
                writes.forEach(write -> write.ended(cause));
            } else {
                figures.add(HddFigure.SPLIT_OPERATIONS, 1);
                writes.forEach(write -> ((Write) write).enqueueAlone());
            }
        }
    }

    private final class Write extends Waiting implements ChunkWrite {

        private final ByteBuffer buffer = staging.asByteBuffer();
        private long place;
        private int lengthBytes;
        private int run;
        private boolean ragged;
        private boolean alone;
        private ByteBuffer target;
        private Completion completion;

        @Override
        public Admission begin(long extent, int chunkLengthBytes, int offset, int length) {
            long taken = open < openMax ? space.allocate(length) : LogSpace.FULL;
            if (taken == LogSpace.FULL) {
                return Admission.BUSY;
            }
            open++;
            int end = offset + length;
            run = (int) taken;
            place = extent + offset;
            lengthBytes = length;
            ragged = offset != down(offset) || (end != down(end) && end != chunkLengthBytes);
            target = buffer.limit(run + length).position(run);
            return Admission.ACCEPTED;
        }

        @Override
        public ByteBuffer target() {
            return target;
        }

        @Override
        public void submit(Completion told) {
            completion = told;
            alone = false;
            if (ragged) {
                figures.add(HddFigure.RAGGED_WRITES, 1);
                prepare(true, false, place, run, lengthBytes);
            } else {
                int padded = up(lengthBytes);
                staging.asSlice(run + (long) lengthBytes, padded - lengthBytes).fill((byte) 0);
                prepare(true, true, place, run, padded);
            }
            enqueue();
        }

        void enqueueAlone() {
            alone = true;
            enqueue();
        }

        private void enqueue() {
            queue.add(this, clock.nanos());
            listener.queued();
        }

        @Override
        public void cancel() {
            giveBack();
        }

        @Override
        void expired(IOException cause) {
            figures.add(HddFigure.EXPIRED, 1);
            ended(cause);
        }

        @Override
        protected void overdue(IOException cause) {
            completion.overdue(cause);
        }

        @Override
        protected void ended(IOException cause) {
            long unit = HddChunkStore.UNIT_BYTES;
            listener.changed(place & -unit, (place + lengthBytes + unit - 1) & -unit);
            giveBack();
            Completion told = completion;
            completion = null;
            if (cause == null) {
                told.completed();
            } else {
                told.failed(cause);
            }
        }

        private void giveBack() {
            open--;
            space.free(run, lengthBytes);
        }
    }
}
