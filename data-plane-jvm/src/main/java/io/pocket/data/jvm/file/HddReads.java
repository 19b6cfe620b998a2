package io.pocket.data.jvm.file;

import io.pocket.data.Admission;
import io.pocket.data.ChunkRead;
import io.pocket.data.Completion;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads on their way from the disk. A read rides on segments: those that are there, or on their way, because others asked
 * for them or because they are read ahead, and a new one for each gap between them.
 *
 * <p><strong>Nothing stale is served.</strong> A segment is outdated, and found by no read any more, when an extent that it
 * has bytes of is freed, and when a write into it has ended, be it well or badly: so what was read before or while the
 * write was under way is never seen after it. Between a write's beginning and end nobody may read the range.
 *
 * <p>A segment that cannot be read, but was not read for one read alone, fails nobody: each read tries its own blocks again.
 */
final class HddReads implements ReadSegment.Owner {

    private final MemorySegment staging;
    private final LogSpace disk;
    private final LogSpace space;
    private final long base;
    private final ReadSegments segments = new ReadSegments();
    private final ReadStreams streams;
    private final ReadAhead ahead;
    private final Elevator queue;
    private final int openMax;
    private final HddClock clock;
    private final HddFigures figures;
    private final Runnable queued;
    private int open;

    /**
     * @param staging the whole staging area
     * @param base where in it the memory for reads begins, that for reading ahead included
     * @param bytes how much of it is for reads that were asked for
     * @param disk what is taken of the disk: nothing else is read ahead
     * @param queued run when a read waits for its turn
     */
    HddReads(
            MemorySegment staging,
            long base,
            long bytes,
            HddStoreOptions options,
            LogSpace disk,
            Elevator queue,
            HddClock clock,
            HddFigures figures,
            Runnable queued) {
        this.staging = staging;
        this.base = base;
        this.disk = disk;
        this.queue = queue;
        this.clock = clock;
        this.figures = figures;
        this.queued = queued;
        space = new LogSpace(bytes, HddChunkStore.UNIT_BYTES, bytes);
        ahead = new ReadAhead(base + bytes, options.readAheadBytes(), figures);
        streams = new ReadStreams(options.readAheadBytes());
        openMax = options.queue();
    }

    ChunkRead newRead() {
        return new Read();
    }

    /** Bytes of the staging area that reads hold, without what is read ahead. */
    long stagedBytes() {
        return space.usedBytes();
    }

    /** Bytes read ahead, or being read, that are held for reads to come. */
    long aheadBytes() {
        return ahead.stagedBytes();
    }

    /** Whole blocks of the disk are not any more, or may not be, what they were. */
    void outdate(long from, long until) {
        for (ReadSegment segment : segments.removeWithin(from, until)) {
            segment.outdate();
            if (!segment.isIdle()) {
                continue;
            }
            if (segment.isSettled()) {
                giveBack(segment);
            } else if (queue.holds(segment)) {
                queue.remove(segment);
                giveBack(segment);
            }
        }
    }

    @Override
    public void idle(ReadSegment segment) {
        if (segment.isAhead() && segment.isCurrent() && segment.untakenBytes() > 0) {
            ahead.keep(segment);
        } else {
            segments.remove(segment);
            giveBack(segment);
        }
    }

    @Override
    public void failed(ReadSegment segment) {
        segments.remove(segment);
        segment.outdate();
    }

    @Override
    public void readAlone(ReadSegment segment, ReadSegment.Rider rider) {
        figures.add(HddFigure.SPLIT_OPERATIONS, 1);
        enqueue(new OwnBlocks(segment, rider));
    }

    private void enqueue(Waiting transfer) {
        queue.add(transfer, clock.nanos());
        queued.run();
    }

    private void giveBack(ReadSegment segment) {
        if (segment.isAhead()) {
            ahead.giveBack(segment);
        } else {
            space.free(segment.run() - base, segment.bytes());
        }
    }

    private void readAhead(ReadStreams.Stream stream) {
        long at = stream.aheadFrom();
        long until = Math.min(stream.aheadUntil(), disk.takenUntil(at));
        while (at < until) {
            ReadSegment there = segments.at(at);
            if (there == null) {
                there = ahead.take(this, at, segments.startAfter(at, until), segments::remove);
                if (there == null) {
                    return;
                }
                segments.add(there);
                figures.add(HddFigure.READ_AHEAD_BYTES, there.bytes());
                enqueue(there);
            }
            at = there.end();
            stream.aheadUntil(at);
        }
    }

    /** The blocks of one rider, read into their place in the segment that could not be read as a whole. */
    private static final class OwnBlocks extends Waiting {

        private final ReadSegment.Rider rider;

        OwnBlocks(ReadSegment segment, ReadSegment.Rider rider) {
            this.rider = rider;
            long from = ReadSegment.down(rider.from());
            int bytes = (int) (ReadSegment.up(rider.until()) - from);
            prepare(false, true, from, segment.stagingOf(from), bytes);
        }

        @Override
        protected void ended(IOException cause) {
            rider.arrived(cause);
        }

        @Override
        protected void overdue(IOException cause) {
            rider.overdue(cause);
        }

        @Override
        void expired(IOException cause) {
            rider.arrived(cause);
        }
    }

    private final class Read implements ChunkRead {

        private final List<Part> parts = new ArrayList<>(2);
        private final List<ReadSegment> fresh = new ArrayList<>(2);
        private int used;
        private int missing;
        private boolean overdue;
        private IOException failure;
        private Completion completion;

        @Override
        public Admission begin(long extent, int offset, int lengthBytes, Completion told) {
            long from = extent + offset;
            long until = from + lengthBytes;
            if (open == openMax || !enter(from, until)) {
                return Admission.BUSY;
            }
            open++;
            completion = told;
            failure = null;
            overdue = false;
            boolean found = fresh.isEmpty();
            fresh.forEach(HddReads.this::enqueue);
            fresh.clear();
            note(ReadSegment.down(from), ReadSegment.up(until), found);
            if (missing == 0) {
                end();
            }
            return Admission.ACCEPTED;
        }

        private void note(long from, long until, boolean found) {
            if (found) {
                figures.add(HddFigure.READ_AHEAD_HITS, 1);
            }
            readAhead(streams.follow(from, until, found, clock.nanos()));
        }

        /** Finds or makes a segment for each byte; or none at all if there is no room. */
        private boolean enter(long from, long until) {
            used = 0;
            missing = 0;
            for (long at = from; at < until; at = parts.get(used - 1).until()) {
                ReadSegment segment = segments.at(at);
                if (segment == null) {
                    segment = newSegment(at, until);
                }
                if (segment == null) {
                    undo();
                    return false;
                }
                ride(segment, at, Math.min(until, segment.end()));
            }
            return true;
        }

        private ReadSegment newSegment(long from, long until) {
            long start = ReadSegment.down(from);
            int bytes = (int) (segments.startAfter(from, ReadSegment.up(until)) - start);
            long run = space.allocate(bytes);
            if (run == LogSpace.FULL) {
                return null;
            }
            ReadSegment made = new ReadSegment(HddReads.this, start, base + run, bytes, false);
            segments.add(made);
            fresh.add(made);
            return made;
        }

        private void ride(ReadSegment segment, long from, long until) {
            if (used == parts.size()) {
                parts.add(new Part(this));
            }
            Part part = parts.get(used++);
            part.ride(segment, from, until);
            if (segment.isAhead()) {
                ahead.inUse(segment);
            }
            if (!segment.enter(part)) {
                missing++;
            }
        }

        private void undo() {
            for (int i = 0; i < used; i++) {
                Part part = parts.get(i);
                part.segment.leave(part);
            }
            for (ReadSegment made : fresh) {
                segments.remove(made);
                giveBack(made);
            }
            fresh.clear();
        }

        void arrived(IOException cause) {
            failure = failure == null ? cause : failure;
            missing--;
            if (missing == 0) {
                end();
            }
        }

        /** Its asker hears it once, whatever number of its segments are. */
        void overdue(IOException cause) {
            if (!overdue) {
                overdue = true;
                completion.overdue(cause);
            }
        }

        private void end() {
            Completion told = completion;
            completion = null;
            open--;
            if (failure == null) {
                told.completed();
            } else {
                release();
                told.failed(failure);
            }
        }

        @Override
        public int pieces() {
            return used;
        }

        @Override
        public ByteBuffer piece(int index) {
            return parts.get(index).bytes();
        }

        @Override
        public void release() {
            for (int i = 0; i < used; i++) {
                parts.get(i).segment.leave();
            }
        }
    }

    /** What one segment holds of a read; its buffer is made once. */
    private final class Part implements ReadSegment.Rider {

        private final ByteBuffer buffer = staging.asByteBuffer();
        private final Read read;
        private ReadSegment segment;
        private long from;
        private long until;
        private boolean isViewed;

        Part(Read read) {
            this.read = read;
        }

        void ride(ReadSegment on, long first, long end) {
            segment = on;
            from = first;
            until = end;
            isViewed = false;
        }

        /** The buffer; its position is the caller's from the first call on. */
        ByteBuffer bytes() {
            if (!isViewed) {
                isViewed = true;
                int start = segment.stagingOf(from);
                buffer.limit(start + (int) (until - from)).position(start);
            }
            return buffer;
        }

        @Override
        public long from() {
            return from;
        }

        @Override
        public long until() {
            return until;
        }

        @Override
        public void arrived(IOException cause) {
            read.arrived(cause);
        }

        @Override
        public void overdue(IOException cause) {
            read.overdue(cause);
        }
    }
}
