package io.pocket.metadata.journal;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

/**
 * Forces the log to the medium on a thread of its own. The owner publishes how far it has come; while one force runs the next
 * batch gathers (group commit).
 */
final class Syncer {
    private static final long CLOSE_DEADLINE_MILLIS = 10_000;

    private final Medium medium;
    private final Executor owner;
    private final JournalListener listener;
    private final Thread thread;

    private volatile Position requested;
    private volatile long durableLsn;
    private volatile Throwable failure;
    private volatile boolean stopping;
    private Position synced;

    /** How far the owner has appended. */
    record Position(long lsn, Segment segment, int end) {}

    Syncer(Position recovered, Medium medium, Executor owner, JournalListener listener, String threadName) {
        this.medium = medium;
        this.owner = owner;
        this.listener = listener;
        this.requested = recovered;
        this.synced = recovered;
        this.durableLsn = recovered.lsn();
        this.thread = Thread.ofPlatform().daemon().name(threadName).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    long durableLsn() {
        return durableLsn;
    }

    /** Why no more is confirmed, or null. */
    Throwable failure() {
        return failure;
    }

    /** The owner asks for everything up to here. */
    void request(Position position) {
        requested = position;
        LockSupport.unpark(thread);
    }

    /** Waits, on another helper thread, until this LSN is durable. */
    void await(long lsn, long deadlineNanos) throws IOException {
        long started = System.nanoTime();
        while (durableLsn < lsn) {
            if (failure != null) {
                throw new IOException("the log could not be forced", failure);
            }
            if (System.nanoTime() - started > deadlineNanos) {
                throw new IOException("the log was not forced within its deadline");
            }
            LockSupport.parkNanos(this, 1_000_000);
        }
    }

    private void run() {
        try {
            while (true) {
                // Read first: what was requested before the stop is then seen, and not left behind.
                boolean last = stopping;
                Position target = requested;
                if (target.lsn() > durableLsn) {
                    sync(target);
                } else if (last) {
                    return;
                } else {
                    LockSupport.park(this);
                }
            }
        } catch (RuntimeException | Error e) {
            failure = e;
            tell(() -> listener.onFailure(new IOException("forcing the log failed: " + e.getMessage(), e)));
        }
    }

    private void tell(Runnable news) {
        try {
            owner.execute(news);
        } catch (RejectedExecutionException e) {
            // The owner has ended and asks durableLsn() if anything.
            stopping = true;
        }
    }

    private void sync(Position target) {
        Segment segment = synced.segment();
        int from = synced.end();
        while (segment.index() < target.segment().index()) {
            medium.force(segment, from, segment.end());
            Segment full = segment;
            segment = full.next();
            full.close();
            from = 0;
        }
        medium.force(segment, from, target.end());
        segment.acknowledge(target.lsn());
        synced = target;
        durableLsn = target.lsn();
        tell(() -> listener.onDurable(target.lsn()));
    }

    /** Finishes what was requested, then ends the thread. */
    void close() {
        stopping = true;
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_DEADLINE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean ended() {
        return !thread.isAlive();
    }
}
