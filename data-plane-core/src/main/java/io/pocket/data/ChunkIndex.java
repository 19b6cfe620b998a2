package io.pocket.data;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Which chunks a node holds, where, for whom, and who is using them. Chunks are known by their slot, a small number that
 * is theirs until they are gone; {@link #find} turns a chunk number into it.
 *
 * <p>The index owns the extents: {@link #add} allocates one, {@link #releaseSpace} gives it back. It does not decide when
 * that may happen: {@link NodeCore} does.
 *
 * <p>One thread. Nothing is allocated per chunk; memory grows with the most chunks there ever were at once.
 */
public final class ChunkIndex {

    /** No such chunk; no room. */
    public static final int NONE = ChunkTable.NONE;

    private final ChunkStore store;
    private final IndexLog log;
    private final ChunkTable table;
    private final ChunkHash hash;
    private final LowestFree slots;
    private final LongMap<JobAccount> jobs = new LongMap<>();
    private final LongMap<ReceivedRanges> partlyReceived = new LongMap<>();
    private final int damagedSlots;
    private int chunks;
    private long storedBytes;
    private long pendingBytes;
    private int pins;
    private long guaranteedBytes;
    private long sharedUsedBytes;

    /**
     * An index with the chunks that the log remembers; their extents are reserved in the store, which must be new.
     *
     * @param hashSeed a number that clients cannot guess
     * @param nowNanos time of creation given to the recovered chunks
     * @throws IllegalStateException if two chunks of the log claim the same bytes: log and store do not belong together
     */
    public ChunkIndex(ChunkStore store, IndexLog log, long hashSeed, long nowNanos) {
        this.store = store;
        this.log = log;
        table = new ChunkTable(log.slots());
        hash = new ChunkHash(table, log.slots(), hashSeed);
        slots = new LowestFree(log.slots());
        damagedSlots = log.recover((slot, uploadId, sequence, job, extent, lengthBytes) ->
                addRecovered(slot, uploadId, sequence, job, extent, lengthBytes, nowNanos));
        reserveRecovered();
    }

    /** The slot of a chunk that is pending or complete, or {@link #NONE}. */
    public int find(long uploadId, int sequence) {
        return hash.find(uploadId, sequence);
    }

    /**
     * Takes space for a chunk that is about to arrive, in state PENDING and without pins.
     *
     * @return its slot, or {@link #NONE} when the store or the index is full
     */
    public int add(long job, long uploadId, int sequence, int lengthBytes, long nowNanos) {
        int slot = slots.take();
        if (slot == NONE) {
            return NONE;
        }
        long extent = store.allocate(lengthBytes);
        if (extent == ChunkStore.FULL) {
            slots.free(slot);
            return NONE;
        }
        table.fill(slot, uploadId, sequence, job, extent, lengthBytes, nowNanos);
        table.state(slot, ChunkState.PENDING);
        pendingBytes += lengthBytes;
        enter(slot);
        return slot;
    }

    /**
     * Notes that bytes {@code [start, end)} of a pending chunk are in the store.
     *
     * @return false, with nothing noted, if the chunk's parts are too scattered to remember
     */
    public boolean received(int slot, int start, int end) {
        ReceivedRanges ranges = partlyReceived.get(slot);
        if (ranges == null) {
            ranges = new ReceivedRanges();
            partlyReceived.put(slot, ranges);
        }
        return ranges.add(start, end);
    }

    /** Whether bytes {@code [start, end)} are known to be in the store. */
    public boolean hasReceived(int slot, int start, int end) {
        if (table.state(slot) == ChunkState.COMPLETE) {
            return true;
        }
        ReceivedRanges ranges = partlyReceived.get(slot);
        return ranges != null && ranges.contains(start, end);
    }

    /** Whether not even one part of the chunk has arrived. */
    public boolean isBlank(int slot) {
        return table.state(slot) == ChunkState.PENDING && partlyReceived.get(slot) == null;
    }

    /** Makes a pending chunk complete, and remembers it for a restart. All its bytes are in the store. */
    public void complete(int slot) {
        requireState(slot, ChunkState.PENDING);
        partlyReceived.remove(slot);
        pendingBytes -= table.lengthBytes(slot);
        log.put(
                slot,
                table.uploadId(slot),
                table.sequence(slot),
                table.job(slot),
                table.extent(slot),
                table.lengthBytes(slot));
        table.state(slot, ChunkState.COMPLETE);
    }

    /** Removes a chunk's number at once: nobody finds it any more. Its space stays taken until {@link #releaseSpace}. */
    public void remove(int slot) {
        if (table.state(slot) == ChunkState.PENDING) {
            partlyReceived.remove(slot);
            pendingBytes -= table.lengthBytes(slot);
        } else {
            requireState(slot, ChunkState.COMPLETE);
            log.clear(slot);
        }
        leave(slot);
        table.state(slot, ChunkState.FREED);
    }

    /** Gives the space of a removed chunk back to the store. The slot itself is used again once no pin is left. */
    public void releaseSpace(int slot) {
        requireState(slot, ChunkState.FREED);
        if (!table.isSpaceReleased(slot)) {
            table.markSpaceReleased(slot);
            store.free(table.extent(slot), table.lengthBytes(slot));
        }
        if (table.pins(slot) == 0) {
            table.state(slot, ChunkState.ABSENT);
            slots.free(slot);
        }
    }

    /** Notes one more operation that uses the chunk's extent. */
    public void pin(int slot) {
        table.pins(slot, table.pins(slot) + 1);
        pins++;
    }

    /** Notes that one operation is done with the chunk's extent. */
    public void unpin(int slot) {
        int left = table.pins(slot) - 1;
        if (left < 0) {
            throw new IllegalStateException("slot " + slot + " has no pin to take away");
        }
        table.pins(slot, left);
        pins--;
    }

    /** State of a chunk. */
    public ChunkState state(int slot) {
        return table.state(slot);
    }

    /** Operations that use the chunk's extent. */
    public int pins(int slot) {
        return table.pins(slot);
    }

    /** Upload id: the first part of the chunk number. */
    public long uploadId(int slot) {
        return table.uploadId(slot);
    }

    /** Sequence: the second part of the chunk number, unsigned. */
    public int sequence(int slot) {
        return table.sequence(slot);
    }

    /** Job that the chunk belongs to. */
    public long job(int slot) {
        return table.job(slot);
    }

    /** Where in the store the chunk lies. */
    public long extent(int slot) {
        return table.extent(slot);
    }

    /** Declared length of the chunk. */
    public int lengthBytes(int slot) {
        return table.lengthBytes(slot);
    }

    /** When the chunk was added, on the clock given to {@link #add}; zero for a recovered one. */
    public long createdNanos(int slot) {
        return table.createdNanos(slot);
    }

    /** The first slot from {@code slot} on that is in use (perhaps FREED), or {@link #NONE}. For walks in batches. */
    public int nextSlot(int slot) {
        return slots.nextTaken(slot);
    }

    /** Any chunk of a job, or {@link #NONE}. Removing it and asking again visits all of them. */
    public int anyOf(long job) {
        JobAccount account = jobs.get(job);
        return account == null ? NONE : account.firstSlot();
    }

    /** What the node holds for a job; null when there is neither a chunk nor a grant. */
    public JobAccount account(long job) {
        return jobs.get(job);
    }

    /** Shows the accounts of all jobs; the index must not change meanwhile. */
    public void forEachAccount(Consumer<JobAccount> consumer) {
        jobs.forEach(consumer);
    }

    /**
     * Says what a job may hold; both zero ends that.
     *
     * @param bytes promised to the job
     * @param limitBytes most it may hold, 0 for no limit
     */
    public void grant(long job, long bytes, long limitBytes) {
        JobAccount account = accountOrNew(job);
        sharedUsedBytes -= account.sharedBytes();
        guaranteedBytes += bytes - account.guaranteedBytes();
        account.grant(bytes, limitBytes);
        sharedUsedBytes += account.sharedBytes();
        forgetIfIdle(account);
    }

    /** Bytes promised to all jobs together. */
    public long guaranteedBytes() {
        return guaranteedBytes;
    }

    /** Bytes that jobs hold beyond what was promised to each. */
    public long sharedUsedBytes() {
        return sharedUsedBytes;
    }

    /** Number of chunks, pending ones included, freed ones not. */
    public int chunks() {
        return chunks;
    }

    /** Declared lengths of all chunks, pending ones included. */
    public long storedBytes() {
        return storedBytes;
    }

    /** Declared lengths of the pending chunks. */
    public long pendingBytes() {
        return pendingBytes;
    }

    /** Pins on all chunks together, freed ones included. */
    public int pins() {
        return pins;
    }

    /** Chunks that recovery found damaged and dropped. */
    public int damagedSlots() {
        return damagedSlots;
    }

    /** Number of jobs with a chunk or a grant here. */
    public int jobs() {
        return jobs.size();
    }

    private void enter(int slot) {
        JobAccount account = accountOrNew(table.job(slot));
        int head = account.firstSlot();
        table.next(slot, head);
        if (head != NONE) {
            table.previous(head, slot);
        }
        account.firstSlot(slot);
        hash.add(slot);
        chunks++;
        storedBytes += table.lengthBytes(slot);
        sharedUsedBytes -= account.sharedBytes();
        account.charge(store.extentBytes(table.lengthBytes(slot)), table.lengthBytes(slot));
        sharedUsedBytes += account.sharedBytes();
    }

    private void leave(int slot) {
        JobAccount account = jobs.get(table.job(slot));
        unlink(slot, account);
        hash.remove(slot);
        chunks--;
        storedBytes -= table.lengthBytes(slot);
        sharedUsedBytes -= account.sharedBytes();
        account.discharge(store.extentBytes(table.lengthBytes(slot)), table.lengthBytes(slot));
        sharedUsedBytes += account.sharedBytes();
        forgetIfIdle(account);
    }

    private void unlink(int slot, JobAccount account) {
        int previous = table.previous(slot);
        int next = table.next(slot);
        if (next != NONE) {
            table.previous(next, previous);
        }
        if (previous != NONE) {
            table.next(previous, next);
        } else {
            account.firstSlot(next);
        }
    }

    private JobAccount accountOrNew(long job) {
        JobAccount account = jobs.get(job);
        if (account == null) {
            account = new JobAccount(job);
            jobs.put(job, account);
        }
        return account;
    }

    private void forgetIfIdle(JobAccount account) {
        if (account.isIdle()) {
            jobs.remove(account.job());
        }
    }

    private void addRecovered(
            int slot, long uploadId, int sequence, long job, long extent, int lengthBytes, long nowNanos) {
        slots.take(slot);
        table.fill(slot, uploadId, sequence, job, extent, lengthBytes, nowNanos);
        table.state(slot, ChunkState.COMPLETE);
        enter(slot);
    }

    private void reserveRecovered() {
        long unit = store.extentBytes(1);
        long[] order = new long[chunks];
        int count = 0;
        for (int slot = nextSlot(0); slot != NONE; slot = nextSlot(slot + 1)) {
            order[count++] = ((table.extent(slot) / unit) << 32) | slot;
        }
        Arrays.sort(order);
        for (long extentAndSlot : order) {
            int slot = (int) extentAndSlot;
            store.reserve(table.extent(slot), table.lengthBytes(slot));
        }
    }

    private void requireState(int slot, ChunkState state) {
        if (table.state(slot) != state) {
            throw new IllegalStateException("slot " + slot + " is " + table.state(slot) + ", not " + state);
        }
    }
}
