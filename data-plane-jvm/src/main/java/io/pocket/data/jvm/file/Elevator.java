package io.pocket.data.jvm.file;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.NavigableSet;
import java.util.SequencedSet;
import java.util.TreeSet;

/**
 * Transfers in the order in which the head of a disk passes them: upwards from where the last one ended, and after the
 * highest one from the lowest on again (C-LOOK).
 *
 * <p><strong>No starvation.</strong> Transfers that have waited longer than the patience become a sweep of their own, which
 * goes first and takes up nobody else until it is done. So none waits longer than the patience and the time that the disk
 * needs to serve the queue twice.
 */
final class Elevator {

    private static final Comparator<Waiting> BY_PLACE =
            Comparator.comparingLong(Waiting::position).thenComparingLong(Waiting::turn);

    private final long patienceNanos;
    private final NavigableSet<Waiting> patient = new TreeSet<>(BY_PLACE);
    private final NavigableSet<Waiting> overdue = new TreeSet<>(BY_PLACE);
    private final SequencedSet<Waiting> byArrival = new LinkedHashSet<>();
    private final Place probe = new Place();
    private long turns;
    private long head;

    Elevator(Duration patience) {
        patienceNanos = patience.toNanos();
    }

    /** Takes a transfer in. */
    void add(Waiting transfer, long nowNanos) {
        transfer.entered(++turns, nowNanos);
        patient.add(transfer);
        byArrival.add(transfer);
    }

    boolean isEmpty() {
        return byArrival.isEmpty();
    }

    boolean holds(Waiting transfer) {
        return byArrival.contains(transfer);
    }

    int size() {
        return byArrival.size();
    }

    /** Takes out whose turn it is; null if none waits. The head is at its end then. */
    Waiting next(long nowNanos) {
        if (overdue.isEmpty()) {
            gatherOverdue(nowNanos);
        }
        NavigableSet<Waiting> sweep = overdue.isEmpty() ? patient : overdue;
        if (sweep.isEmpty()) {
            return null;
        }
        Waiting ahead = sweep.ceiling(probe.at(head));
        Waiting found = ahead == null ? sweep.first() : ahead;
        take(found);
        return found;
    }

    /** The transfer that begins where the head is, which stays in the queue; null if there is none. */
    Waiting atHead() {
        Waiting found = atHead(patient);
        return found == null ? atHead(overdue) : found;
    }

    /** Takes a transfer out as the head passes it. */
    void take(Waiting transfer) {
        head = transfer.end();
        remove(transfer);
    }

    /** Takes a transfer out that is no longer wanted. */
    void remove(Waiting transfer) {
        byArrival.remove(transfer);
        if (!patient.remove(transfer)) {
            overdue.remove(transfer);
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

    private Waiting atHead(NavigableSet<Waiting> sweep) {
        Waiting found = sweep.ceiling(probe.at(head));
        return found != null && found.position() == head ? found : null;
    }

    private void gatherOverdue(long nowNanos) {
        for (Waiting transfer : byArrival) {
            if (nowNanos - transfer.sinceNanos() < patienceNanos) {
                return;
            }
            patient.remove(transfer);
            overdue.add(transfer);
        }
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
        void ended(IOException cause) {
            throw new IllegalStateException("a place is never moved");
        }
    }
}
