package io.pocket.data.jvm.file;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/**
 * A hard disk on simulated time, behind the same seam as a real one: one operation after the other, in the order in which
 * they were started; one that does not begin where the former ended costs a seek. Of each block it keeps the first eight
 * bytes.
 */
final class SimulatedDisk implements FileDevice {

    static final double BYTES_PER_SECOND = 150e6;
    static final long SEEK_NANOS = Duration.ofMillis(8).toNanos();

    private static final int BLOCK_BYTES = StoreFile.BLOCK_BYTES;
    private static final ValueLayout.OfLong STAMP = ValueLayout.JAVA_LONG;

    private final MemorySegment staging;
    private final long[] stamps;
    private final Deque<Moving> underWay = new ArrayDeque<>();
    private Predicate<Transfer> broken = transfer -> false;
    private boolean stuck;
    private long nowNanos;
    private long busyUntilNanos;
    private long head;
    private long seeks;
    private long travelBytes;
    private long operations;
    private long longestWriteBytes;

    SimulatedDisk(MemorySegment staging, long capacityBytes) {
        this.staging = staging;
        stamps = new long[(int) (capacityBytes / BLOCK_BYTES)];
    }

    private record Moving(Transfer transfer, int bytes, boolean fails, long endNanos) {}

    /** How long so many bytes take without a seek. */
    static long transferNanos(long bytes) {
        return (long) (bytes * 1e9 / BYTES_PER_SECOND);
    }

    /** From now on such operations fail, after their time. */
    void breakFor(Predicate<Transfer> which) {
        broken = which;
    }

    /** Whether nothing that is started ends any more. */
    void stuck(boolean isStuck) {
        stuck = isStuck;
    }

    long nanos() {
        return nowNanos;
    }

    /** When the next operation ends, or {@link Long#MAX_VALUE}. */
    long nextEndNanos() {
        return stuck || underWay.isEmpty() ? Long.MAX_VALUE : underWay.getFirst().endNanos;
    }

    void advanceTo(long nanos) {
        nowNanos = Math.max(nowNanos, nanos);
    }

    long seeks() {
        return seeks;
    }

    /** Sum of the distances of all seeks. */
    long travelBytes() {
        return travelBytes;
    }

    long operations() {
        return operations;
    }

    long longestWriteBytes() {
        return longestWriteBytes;
    }

    @Override
    public void start(Transfer transfer) {
        operations++;
        long begin = Math.max(nowNanos, busyUntilNanos);
        if (transfer.position() != head) {
            seeks++;
            travelBytes += Math.abs(transfer.position() - head);
            begin += SEEK_NANOS;
        }
        int bytes = transfer.remaining();
        head = transfer.position() + bytes;
        busyUntilNanos = begin + transferNanos(bytes);
        boolean fails = broken.test(transfer);
        if (transfer.isWrite()) {
            longestWriteBytes = Math.max(longestWriteBytes, bytes);
        }
        underWay.add(new Moving(transfer, bytes, fails, busyUntilNanos));
    }

    @Override
    public void submit() {
        // The arm moves already.
    }

    @Override
    public int reap(Outcome outcome) {
        int count = 0;
        while (nextEndNanos() <= nowNanos) {
            Moving ended = underWay.poll();
            if (ended.fails) {
                outcome.tell(ended.transfer, -Errno.EIO);
            } else {
                move(ended);
                outcome.moved(ended.transfer, ended.bytes);
            }
            count++;
        }
        return count;
    }

    private void move(Moving moving) {
        Transfer transfer = moving.transfer;
        for (int done = 0; done < moving.bytes; done += BLOCK_BYTES) {
            int block = (int) ((transfer.position() + done) / BLOCK_BYTES);
            long at = transfer.staging() + (long) done;
            if (transfer.isWrite()) {
                stamps[block] = staging.get(STAMP, at);
            } else {
                staging.set(STAMP, at, stamps[block]);
            }
        }
    }

    @Override
    public void force() {
        // All of it lies where it belongs.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
