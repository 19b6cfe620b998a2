package io.pocket.data.jvm.file;

import java.io.IOException;
import java.time.Duration;

/**
 * Whose turn it is at the disk: reads or writes, in batches, so that the head does not go to and fro between them. While both
 * wait, each kind gets half of the time: its turn ends when it has had half a batch more than the other, which had had half a
 * batch more before. A kind that has nothing waiting gives its turn away, and may have it back the sooner.
 */
final class DiskTurns {

    private final Elevator reads;
    private final Elevator writes;
    private final long leadNanosMax;
    private boolean writing;
    /** How much more of the disk's time the kind whose turn it is has had than the other. */
    private long leadNanos;

    private long countedNanos;

    DiskTurns(Elevator reads, Elevator writes, Duration batch) {
        this.reads = reads;
        this.writes = writes;
        leadNanosMax = batch.toNanos() / 2;
    }

    /**
     * Takes out whose turn it is; null if none waits.
     *
     * @param isIdle whether the disk has had nothing to do: nobody has had that time
     */
    Waiting next(boolean isIdle, long nowNanos) {
        if (!isIdle) {
            leadNanos = Math.min(leadNanosMax, leadNanos + nowNanos - countedNanos);
        }
        countedNanos = nowNanos;
        boolean isOver = current().isEmpty() || leadNanos == leadNanosMax;
        if (isOver && !other().isEmpty()) {
            writing = !writing;
            leadNanos = -leadNanos;
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
