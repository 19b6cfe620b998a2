package io.pocket.data.jvm.file;

import java.util.concurrent.atomic.AtomicLong;

/** What a file store counts: written by its owner, read by any thread. */
public final class StoreFigures {

    private final AtomicLong overdueTransfers = new AtomicLong();
    private final AtomicLong overdueBytes = new AtomicLong();
    private final AtomicLong timeouts = new AtomicLong();
    private final AtomicLong fullFailures = new AtomicLong();

    /** Transfers whose askers were told that they failed, but which the device still has. */
    public long overdueTransfers() {
        return overdueTransfers.get();
    }

    /** Bytes of staging that overdue transfers hold. */
    public long overdueBytes() {
        return overdueBytes.get();
    }

    /** Transfers so far that did not end by their deadline. */
    public long timeouts() {
        return timeouts.get();
    }

    /** Writes so far for which the file system had no room. */
    public long fullFailures() {
        return fullFailures.get();
    }

    void timedOut() {
        timeouts.incrementAndGet();
    }

    void overdue(int transfers, int bytes) {
        overdueTransfers.addAndGet(transfers);
        overdueBytes.addAndGet(bytes);
    }

    void full() {
        fullFailures.incrementAndGet();
    }
}
