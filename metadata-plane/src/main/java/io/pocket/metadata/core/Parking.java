package io.pocket.metadata.core;

import io.pocket.protocol.ObjectName;
import io.pocket.protocol.message.Lookup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** LOOKUPs that wait for a name. Not logged: a client whose connection breaks asks again. */
final class Parking {
    private final Map<Key, Map<Long, Parked>> byName = new HashMap<>();
    private final Map<ShardSession, Set<Parked>> bySession = new HashMap<>();
    private final TreeSet<Parked> byDeadline =
            new TreeSet<>(Comparator.comparingLong(Parked::untilNanos).thenComparingLong(Parked::ticket));
    private long nextTicket;

    /** A name within a job. */
    private record Key(long job, ObjectName name) {}

    /** One waiting LOOKUP. */
    record Parked(long ticket, long job, Call call, Lookup request, long untilNanos) {
        private Key key() {
            return new Key(job, request.name());
        }
    }

    int size() {
        return byDeadline.size();
    }

    void park(Call call, Lookup request, long untilNanos) {
        Parked parked = new Parked(nextTicket++, call.session().job(), call, request, untilNanos);
        byName.computeIfAbsent(parked.key(), _ -> new LinkedHashMap<>()).put(parked.ticket(), parked);
        bySession.computeIfAbsent(call.session(), _ -> new LinkedHashSet<>()).add(parked);
        byDeadline.add(parked);
    }

    /** Those that wait for the name, in the order in which they came, removed. */
    List<Parked> takeWaiting(long job, ObjectName name) {
        Map<Long, Parked> waiting = byName.get(new Key(job, name));
        if (waiting == null) {
            return List.of();
        }
        List<Parked> taken = new ArrayList<>(waiting.values());
        taken.forEach(this::remove);
        return taken;
    }

    /** Those that wait for any name in the bucket, removed. Looks at all that wait: for what is rare. */
    List<Parked> takeWaiting(long job, String bucket) {
        List<Parked> taken = new ArrayList<>();
        for (Parked parked : byDeadline) {
            if (parked.job() == job && parked.request().name().bucket().equals(bucket)) {
                taken.add(parked);
            }
        }
        taken.forEach(this::remove);
        return taken;
    }

    /** One whose time is over, removed; null when there is none. */
    Parked pollOverdue(long nowNanos) {
        if (byDeadline.isEmpty() || byDeadline.first().untilNanos() - nowNanos > 0) {
            return null;
        }
        Parked overdue = byDeadline.first();
        remove(overdue);
        return overdue;
    }

    /** Driver time at which the next one's time is over, {@link Long#MAX_VALUE} for none. */
    long nextNanos() {
        return byDeadline.isEmpty() ? Long.MAX_VALUE : byDeadline.first().untilNanos();
    }

    /** Forgets what a closed connection waited for. */
    void forget(ShardSession session) {
        Set<Parked> parked = bySession.get(session);
        if (parked != null) {
            List.copyOf(parked).forEach(this::remove);
        }
    }

    private void remove(Parked parked) {
        byDeadline.remove(parked);
        removeFrom(byName.get(parked.key()), parked);
        Set<Parked> ofSession = bySession.get(parked.call().session());
        ofSession.remove(parked);
        if (ofSession.isEmpty()) {
            bySession.remove(parked.call().session());
        }
    }

    private void removeFrom(Map<Long, Parked> waiting, Parked parked) {
        waiting.remove(parked.ticket());
        if (waiting.isEmpty()) {
            byName.remove(parked.key());
        }
    }
}
