package io.pocket.metadata.core;

import io.pocket.protocol.ObjectName;
import io.pocket.protocol.message.Lookup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** LOOKUPs that wait for a name. Not logged: a client whose connection breaks asks again. */
final class Parking {
    private final Map<Key, Map<Long, Parked>> byName = new HashMap<>();
    private final PriorityQueue<Parked> byDeadline =
            new PriorityQueue<>(Comparator.comparingLong(Parked::untilNanos).thenComparingLong(Parked::ticket));
    private long nextTicket;
    private int size;

    /** A name within a job. */
    private record Key(long job, ObjectName name) {}

    /** One waiting LOOKUP. */
    record Parked(long ticket, Call call, Lookup request, long untilNanos) {}

    int size() {
        return size;
    }

    void park(Call call, Lookup request, long untilNanos) {
        Parked parked = new Parked(nextTicket++, call, request, untilNanos);
        byName.computeIfAbsent(key(parked), _ -> new LinkedHashMap<>()).put(parked.ticket(), parked);
        byDeadline.add(parked);
        size++;
    }

    private static Key key(Parked parked) {
        return new Key(parked.call().session().job(), parked.request().name());
    }

    /** Those that wait for the name, in the order in which they came, removed. */
    List<Parked> takeWaiting(long job, ObjectName name) {
        Map<Long, Parked> waiting = byName.remove(new Key(job, name));
        if (waiting == null) {
            return List.of();
        }
        size -= waiting.size();
        return new ArrayList<>(waiting.values());
    }

    /** One whose time is over, removed; null when there is none. */
    Parked pollOverdue(long nowNanos) {
        Parked first = peekDeadline();
        if (first == null || first.untilNanos() - nowNanos > 0) {
            return null;
        }
        byDeadline.remove();
        forget(first);
        return first;
    }

    /** Driver time at which the next one's time is over, {@link Long#MAX_VALUE} for none. */
    long nextNanos() {
        Parked first = peekDeadline();
        return first == null ? Long.MAX_VALUE : first.untilNanos();
    }

    /** Skips those that were answered meanwhile. */
    private Parked peekDeadline() {
        while (!byDeadline.isEmpty() && !isWaiting(byDeadline.peek())) {
            byDeadline.remove();
        }
        return byDeadline.peek();
    }

    private boolean isWaiting(Parked parked) {
        Map<Long, Parked> waiting = byName.get(key(parked));
        return waiting != null
                && waiting.containsKey(parked.ticket())
                && !parked.call().session().isClosed();
    }

    private void forget(Parked parked) {
        Map<Long, Parked> waiting = byName.get(key(parked));
        waiting.remove(parked.ticket());
        size--;
        if (waiting.isEmpty()) {
            byName.remove(key(parked));
        }
    }
}
