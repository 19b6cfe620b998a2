package io.pocket.data.jvm.file;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.NavigableSet;
import java.util.SequencedSet;
import java.util.TreeSet;

/**
 * Transfers in the order in which the head of a disk passes them: sweeps upwards, each beginning at the lowest that waits
 * (C-LOOK).
 *
 * <p><strong>No starvation.</strong> A sweep takes up what comes ahead of the head only until it is as old as the patience;
 * from then on arrivals wait for the next sweep, as those behind the head do. So a sweep ends within the patience and the
 * time that the disk needs for the queue, and a transfer is served in this sweep or the next.
 */
final class Elevator {

    private static final Comparator<Waiting> BY_PLACE =
            Comparator.comparingLong(Waiting::position).thenComparingLong(Waiting::turn);

    private final long patienceNanos;
    private NavigableSet<Waiting> sweep = new TreeSet<>(BY_PLACE);
    private NavigableSet<Waiting> nextSweep = new TreeSet<>(BY_PLACE);
    private final SequencedSet<Waiting> byArrival = new LinkedHashSet<>();
    private final Place probe = new Place();
    private long sweepSinceNanos;
    private long turns;
    private long head;

    Elevator(Duration patience) {
        patienceNanos = patience.toNanos();
    }

    /** Takes a transfer in. */
    void add(Waiting transfer, long nowNanos) {
        transfer.entered(++turns, nowNanos);
        boolean isAhead = transfer.position() >= head;
        boolean isOpen = nowNanos - sweepSinceNanos < patienceNanos;
        (isAhead && isOpen ? sweep : nextSweep).add(transfer);
        byArrival.add(transfer);
    }

    boolean isEmpty() {
        return byArrival.isEmpty();
    }

    int size() {
        return byArrival.size();
    }

    boolean holds(Waiting transfer) {
        return byArrival.contains(transfer);
    }

    /** Takes out whose turn it is; null if none waits. The head is at its end then. */
    Waiting next(long nowNanos) {
        if (isEmpty()) {
            return null;
        }
        if (sweep.isEmpty()) {
            NavigableSet<Waiting> done = sweep;
            sweep = nextSweep;
            nextSweep = done;
            sweepSinceNanos = nowNanos;
        }
        Waiting found = sweep.first();
        take(found);
        return found;
    }

    /** The transfer that begins where the head is, which stays in the queue; null if there is none. */
    Waiting atHead() {
        Waiting found = atHead(sweep);
        return found == null ? atHead(nextSweep) : found;
    }

    /** Takes a transfer out as the head passes it. */
    void take(Waiting transfer) {
        head = transfer.end();
        remove(transfer);
    }

    /** Takes a transfer out that is no longer wanted. */
    void remove(Waiting transfer) {
        byArrival.remove(transfer);
        if (!sweep.remove(transfer)) {
            nextSweep.remove(transfer);
        }
    }

    /** Ends all that have waited since before a time. */
    void expire(long sinceNanos, IOException cause) {
        while (!byArrival.isEmpty() && byArrival.getFirst().sinceNanos() - sinceNanos < 0) {
            Waiting oldest = byArrival.getFirst();
            remove(oldest);
            oldest.expired(cause);
        }
    }

    private Waiting atHead(NavigableSet<Waiting> waiting) {
        Waiting found = waiting.ceiling(probe.at(head));
        return found != null && found.position() == head ? found : null;
    }

    /** Stands for a place on the disk, before all transfers that begin there. */
    private static final class Place extends Waiting {

        Place at(long position) {
            prepare(false, true, position, 0, 0);
            return this;
        }

        @Override
        void expired(IOException cause) {
            throw new IllegalStateException("a place never waits");
        }

        @Override
        protected void ended(IOException cause) {
            throw new IllegalStateException("a place is never moved");
        }
    }
}
