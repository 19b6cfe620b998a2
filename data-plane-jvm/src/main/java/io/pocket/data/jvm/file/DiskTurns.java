package io.pocket.data.jvm.file;

import java.io.IOException;
import java.time.Duration;

/**
 * Whose turn it is at the disk: reads or writes, in batches, so that the head does not go to and fro between them. A batch
 * ends when nothing of its kind waits any more, or after its time if the other kind waits.
 */
final class DiskTurns {

    private final Elevator reads;
    private final Elevator writes;
    private final long batchNanos;
    private boolean writing;
    private long sinceNanos;

    DiskTurns(Elevator reads, Elevator writes, Duration batch) {
        this.reads = reads;
        this.writes = writes;
        batchNanos = batch.toNanos();
    }

    /** Takes out whose turn it is; null if none waits. */
    Waiting next(long nowNanos) {
        boolean isOver = current().isEmpty() || nowNanos - sinceNanos >= batchNanos;
        if (isOver && !other().isEmpty()) {
            writing = !writing;
            sinceNanos = nowNanos;
        }
        return current().next(nowNanos);
    }

    /** Ends all that have waited since before a time. */
    void expire(long sinceNanos, IOException cause) {
        reads.expire(sinceNanos, cause);
        writes.expire(sinceNanos, cause);
    }

    private Elevator current() {
        return writing ? writes : reads;
    }

    private Elevator other() {
        return writing ? reads : writes;
    }
}
