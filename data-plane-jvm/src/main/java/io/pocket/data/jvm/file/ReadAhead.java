package io.pocket.data.jvm.file;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

/** Memory for bytes that are read before they are asked for. What nobody has come for longest makes room for more. */
final class ReadAhead {

    /** Longest segment: what the next ones need not wait for. */
    private static final int SEGMENT_BYTES_MAX = 4 << 20;

    private final LogSpace space;
    private final long base;
    private final HddFigures figures;
    private final SequencedSet<ReadSegment> idle = new LinkedHashSet<>();

    /**
     * @param base where in the staging area its memory begins
     * @param bytes size of its memory, 0 for none
     */
    ReadAhead(long base, long bytes, HddFigures figures) {
        this.base = base;
        this.figures = figures;
        space = bytes == 0 ? null : new LogSpace(bytes, HddChunkStore.UNIT_BYTES, SEGMENT_BYTES_MAX);
    }

    /** What is done with a segment that has lost its memory. */
    interface Forgetter {
        void forget(ReadSegment segment);
    }

    /** A segment for the first of these bytes, or null if there is no room even for one. */
    ReadSegment take(ReadSegment.Owner owner, long from, long until, Forgetter forgetter) {
        int bytes = (int) Math.min(until - from, SEGMENT_BYTES_MAX);
        if (space == null || bytes > space.capacityBytes()) {
            return null;
        }
        long run = space.allocate(bytes);
        while (run == LogSpace.FULL && !idle.isEmpty()) {
            ReadSegment oldest = idle.getFirst();
            forgetter.forget(oldest);
            giveBack(oldest);
            run = space.allocate(bytes);
        }
        return run == LogSpace.FULL ? null : new ReadSegment(owner, from, base + run, bytes, true);
    }

    /** Nobody rides on it now, but somebody may. */
    void keep(ReadSegment segment) {
        idle.remove(segment);
        idle.add(segment);
    }

    /** Somebody rides on it. */
    void inUse(ReadSegment segment) {
        idle.remove(segment);
    }

    void giveBack(ReadSegment segment) {
        idle.remove(segment);
        space.free(segment.run() - base, segment.bytes());
        figures.add(HddFigure.READ_AHEAD_WASTED_BYTES, segment.untakenBytes());
    }

    /** Bytes of its memory in use. */
    long stagedBytes() {
        return space == null ? 0 : space.usedBytes();
    }
}
