package io.pocket.data.nativeplane.spdk;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Transfers of one owner on their way to one reactor and back. A transfer is known by its tag, below the depth; what it moves is written
 * into the arrays by the owner before {@link #submit}, and its result by the reactor before the completion is given. Nothing is
 * allocated for a transfer.
 */
final class QueuePair {

    /** What is to be done. */
    enum Operation {
        READ,
        WRITE,
        FLUSH
    }

    private final Reactor reactor;
    private final Runnable wakeOwner;
    private final int depth;
    private final Operation[] operations;
    private final long[] memories;
    private final long[] positions;
    private final long[] lengths;
    private final int[] results;
    private final long[] startsNanos;
    private final TagRing submissions;
    private final TagRing completions;
    private final int[] freeTags;
    private int freeTagCount;

    /** Of the reactor: tags for which SPDK had no memory at that moment, oldest first. */
    private final int[] postponed;

    private int postponedCount;
    private Bdev bdev;
    private long channel;
    private long contextBase;
    private boolean hasNews;
    private int underWay;
    private volatile int underWayShown;

    private final Latencies reads = new Latencies();
    private final Latencies writes = new Latencies();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong postponements = new AtomicLong();

    /**
     * @param depth most transfers under way
     * @param wakeOwner has the owner look for completions; run by the reactor's thread
     */
    QueuePair(Reactor reactor, int depth, Runnable wakeOwner) {
        this.reactor = reactor;
        this.depth = depth;
        this.wakeOwner = wakeOwner;
        operations = new Operation[depth];
        memories = new long[depth];
        positions = new long[depth];
        lengths = new long[depth];
        results = new int[depth];
        startsNanos = new long[depth];
        submissions = new TagRing(depth);
        completions = new TagRing(depth);
        postponed = new int[depth];
        freeTags = new int[depth];
        for (int tag = depth - 1; tag >= 0; tag--) {
            freeTags[freeTagCount++] = tag;
        }
    }

    // --- The owner's side ---

    /** A tag that is free, or {@link TagRing#NONE}. */
    int takeTag() {
        return freeTagCount == 0 ? TagRing.NONE : freeTags[--freeTagCount];
    }

    void giveTagBack(int tag) {
        freeTags[freeTagCount++] = tag;
    }

    int freeTags() {
        return freeTagCount;
    }

    int depth() {
        return depth;
    }

    /**
     * Hands a transfer over; {@link Reactor#wake} must follow.
     *
     * @param memory address of DMA memory
     * @param position where on the device, in bytes, a multiple of its block, as is the length
     */
    void submit(int tag, Operation operation, long memory, long position, long length) {
        operations[tag] = operation;
        memories[tag] = memory;
        positions[tag] = position;
        lengths[tag] = length;
        submissions.give(tag);
    }

    /** The tag of a transfer that has ended, or {@link TagRing#NONE}; its tag is still taken. */
    int takeCompletion() {
        return completions.take();
    }

    /** How a transfer ended, see {@link DeviceStatus}. */
    int result(int tag) {
        return results[tag];
    }

    Reactor reactor() {
        return reactor;
    }

    // --- The reactor's side ---

    void attached(Bdev open, long openChannel, long context) {
        bdev = open;
        channel = openChannel;
        contextBase = context;
    }

    long descriptor() {
        return bdev.descriptor();
    }

    boolean isRemoved() {
        return bdev.isRemoved();
    }

    long channel() {
        return channel;
    }

    /** What the completion's callback gets, from which reactor and tag are known again. */
    long context(int tag) {
        return contextBase | tag;
    }

    int takeSubmission() {
        return submissions.take();
    }

    boolean hasSubmissions() {
        return !submissions.isEmpty() || postponedCount > 0;
    }

    Operation operation(int tag) {
        return operations[tag];
    }

    long memory(int tag) {
        return memories[tag];
    }

    long position(int tag) {
        return positions[tag];
    }

    long length(int tag) {
        return lengths[tag];
    }

    void started(int tag, long nowNanos) {
        startsNanos[tag] = nowNanos;
        underWay++;
    }

    /** SPDK did not take what was just started. */
    void notStarted() {
        underWay--;
    }

    /** SPDK has no descriptor for it now; it is tried again after the next poll. */
    void postpone(int tag) {
        postponed[postponedCount++] = tag;
        postponements.lazySet(postponements.getPlain() + 1);
    }

    int postponedCount() {
        return postponedCount;
    }

    int takePostponed() {
        int tag = postponed[0];
        System.arraycopy(postponed, 1, postponed, 0, --postponedCount);
        return tag;
    }

    /** A transfer that was started has ended. */
    void ended(int tag, int result, long nowNanos) {
        underWay--;
        if (result == DeviceStatus.OK) {
            (operation(tag) == Operation.READ ? reads : writes).add(nowNanos - startsNanos[tag]);
        }
        complete(tag, result);
    }

    /** Tells the owner how a transfer ended that was perhaps never started. */
    void complete(int tag, int result) {
        if (result != DeviceStatus.OK) {
            failures.lazySet(failures.getPlain() + 1);
        }
        results[tag] = result;
        completions.give(tag);
        hasNews = true;
    }

    /** Wakes the owner once for all that was completed since the last call. */
    void tellOwner() {
        if (underWayShown != underWay) {
            underWayShown = underWay;
        }
        if (hasNews) {
            hasNews = false;
            wakeOwner.run();
        }
    }

    /** Transfers that the device has. */
    int underWay() {
        return underWay;
    }

    // --- Any thread ---

    /** Transfers that the device had when the reactor last looked. */
    int underWayShown() {
        return underWayShown;
    }

    Latencies reads() {
        return reads;
    }

    Latencies writes() {
        return writes;
    }

    long failures() {
        return failures.get();
    }

    long postponements() {
        return postponements.get();
    }
}
