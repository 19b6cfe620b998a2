package io.pocket.data.jvm.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Whole blocks of the disk that are being read into a run of the staging area, or have been. Reads ride on it: it keeps its
 * run until the last of them has let go.
 */
final class ReadSegment extends Waiting {

    private final Owner owner;
    private final long run;
    private final int bytes;
    private final boolean ahead;
    private List<Rider> waiting = new ArrayList<>(1);
    private int riders;
    private int takenBytes;
    private boolean settled;
    private boolean current = true;

    /** Who gets word of segments. */
    interface Owner {

        /** All its blocks are in memory, and nobody rides on it. */
        void idle(ReadSegment segment);

        /** Blocks of a segment could not be read, but perhaps those of one rider can. */
        void readAlone(ReadSegment segment, Rider rider);

        /** Its blocks could not be read. */
        void failed(ReadSegment segment);
    }

    /** Part of a read. */
    interface Rider {

        /** First byte on the disk. */
        long from();

        /** End on the disk. */
        long until();

        /** The bytes are in memory, if {@code cause} is null. */
        void arrived(IOException cause);

        /** The deadline has passed while the device has it; {@link #arrived} follows when it lets go, perhaps never. */
        void overdue(IOException cause);
    }

    /**
     * @param ahead whether nobody has asked for it yet
     */
    ReadSegment(Owner owner, long position, long run, int bytes, boolean ahead) {
        this.owner = owner;
        this.run = run;
        this.bytes = bytes;
        this.ahead = ahead;
        prepare(false, true, position, (int) run, bytes);
    }

    /** First byte on the disk, also when it has been read. */
    long start() {
        return end() - bytes;
    }

    /** Where in the staging area its run begins. */
    long run() {
        return run;
    }

    int bytes() {
        return bytes;
    }

    boolean isAhead() {
        return ahead;
    }

    boolean isIdle() {
        return riders == 0;
    }

    /** Whether it was read, or could not be. */
    boolean isSettled() {
        return settled;
    }

    /** Whether the disk still holds what it holds. */
    boolean isCurrent() {
        return current;
    }

    /** The disk holds something else from now on: for nobody but its riders. */
    void outdate() {
        current = false;
    }

    /** Bytes that nobody has asked for. */
    int untakenBytes() {
        return Math.max(0, bytes - takenBytes);
    }

    /** Gets on; the answer is whether the bytes are there already. */
    boolean enter(Rider rider) {
        riders++;
        takenBytes += (int) (up(rider.until()) - down(rider.from()));
        if (!settled) {
            waiting.add(rider);
        }
        return settled;
    }

    /** Gets off. */
    void leave() {
        riders--;
        if (riders == 0 && settled) {
            owner.idle(this);
        }
    }

    /** Gets off before the segment was even started. */
    void leave(Rider rider) {
        waiting.remove(rider);
        takenBytes -= (int) (up(rider.until()) - down(rider.from()));
        leave();
    }

    @Override
    protected void ended(IOException cause) {
        if (cause == null) {
            settle(null);
        } else if (isForOneRead() || isOverdue()) {
            owner.failed(this);
            settle(cause);
        } else {
            owner.failed(this);
            split();
        }
    }

    /** Nobody gets on any more. */
    @Override
    protected void overdue(IOException cause) {
        owner.failed(this);
        waiting.forEach(rider -> rider.overdue(cause));
    }

    @Override
    void expired(IOException cause) {
        owner.failed(this);
        settle(cause);
    }

    /** Whether all of it was read for one rider: to try that one's blocks again would be the same. */
    private boolean isForOneRead() {
        return !ahead && waiting.size() == 1;
    }

    private void settle(IOException cause) {
        settled = true;
        tellWaiting(rider -> rider.arrived(cause));
    }

    private void split() {
        settled = true;
        tellWaiting(rider -> owner.readAlone(this, rider));
    }

    /** Rides along meanwhile: those who are told may get off at once. */
    private void tellWaiting(Consumer<Rider> teller) {
        List<Rider> told = waiting;
        waiting = new ArrayList<>(0);
        riders++;
        told.forEach(teller);
        leave();
    }

    /** Where in the staging area a byte of the disk lies. */
    int stagingOf(long position) {
        return (int) (run + (position - start()));
    }

    static long down(long bytes) {
        return bytes & -HddChunkStore.UNIT_BYTES;
    }

    static long up(long bytes) {
        return down(bytes + HddChunkStore.UNIT_BYTES - 1);
    }
}
