package io.pocket.data;

/**
 * What a node holds for one job, and what it has promised to it. Owned by {@link ChunkIndex}, read by {@link NodeCore}
 * and by tests.
 */
public final class JobAccount {

    private final long job;
    private long guaranteedBytes;
    private long limitBytes;
    private long usedBytes;
    private long storedBytes;
    private int chunks;
    private int firstSlot = ChunkTable.NONE;

    JobAccount(long job) {
        this.job = job;
    }

    /** Job number. */
    public long job() {
        return job;
    }

    /** Bytes the controller promised to the job on this node. */
    public long guaranteedBytes() {
        return guaranteedBytes;
    }

    /** Most bytes the job may hold on this node; 0 for no limit. */
    public long limitBytes() {
        return limitBytes;
    }

    /** Bytes its chunks take, pending ones and rounding included; freed ones that are still pinned are not. */
    public long usedBytes() {
        return usedBytes;
    }

    /** Declared lengths of its chunks, pending ones included. */
    public long storedBytes() {
        return storedBytes;
    }

    /** Number of its chunks, pending ones included. */
    public int chunks() {
        return chunks;
    }

    /** Bytes the job has taken from the pool that all jobs share. */
    public long sharedBytes() {
        return Math.max(0, usedBytes - guaranteedBytes);
    }

    void grant(long guaranteed, long limit) {
        guaranteedBytes = guaranteed;
        limitBytes = limit;
    }

    /** Whether so many bytes more would be beyond the job's limit. */
    boolean isLimitExceededBy(long bytes) {
        return limitBytes > 0 && usedBytes + bytes > limitBytes;
    }

    void charge(long bytes, int lengthBytes) {
        usedBytes += bytes;
        storedBytes += lengthBytes;
        chunks++;
    }

    void discharge(long bytes, int lengthBytes) {
        usedBytes -= bytes;
        storedBytes -= lengthBytes;
        chunks--;
    }

    int firstSlot() {
        return firstSlot;
    }

    void firstSlot(int slot) {
        firstSlot = slot;
    }

    boolean isIdle() {
        return chunks == 0 && guaranteedBytes == 0 && limitBytes == 0;
    }
}
