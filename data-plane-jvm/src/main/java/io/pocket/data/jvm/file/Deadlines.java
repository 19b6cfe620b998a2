package io.pocket.data.jvm.file;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Transfers by deadline. All are given the same time, so their order is that in which they were added; the list runs through
 * the transfers themselves, so that nothing is made for one.
 */
final class Deadlines {

    private final long timeoutNanos;
    private final LongSupplier nanoClock;
    private Transfer oldest;
    private Transfer youngest;

    Deadlines(Duration timeout, LongSupplier nanoClock) {
        timeoutNanos = timeout.toNanos();
        this.nanoClock = nanoClock;
    }

    void add(Transfer transfer) {
        transfer.deadlineNanos = nanoClock.getAsLong() + timeoutNanos;
        transfer.older = youngest;
        transfer.younger = null;
        if (youngest == null) {
            oldest = transfer;
        } else {
            youngest.younger = transfer;
        }
        youngest = transfer;
    }

    /** The transfer was added and neither removed nor taken. */
    void remove(Transfer transfer) {
        if (transfer.older == null) {
            oldest = transfer.younger;
        } else {
            transfer.older.younger = transfer.younger;
        }
        if (transfer.younger == null) {
            youngest = transfer.older;
        } else {
            transfer.younger.older = transfer.older;
        }
        transfer.older = null;
        transfer.younger = null;
    }

    /** Takes one whose deadline has passed; null if there is none. */
    Transfer takeOverdue() {
        Transfer overdue = oldest;
        if (overdue == null || nanoClock.getAsLong() - overdue.deadlineNanos < 0) {
            return null;
        }
        remove(overdue);
        return overdue;
    }
}
