package io.pocket.metadata.core;

import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.message.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** LOOKUPs and FOLLOWs that wait for a name. Not logged: a client whose connection breaks asks again. */
final class Parking {
    private final Map<Key, Map<Long, Parked>> byName = new HashMap<>();
    private final Map<ShardSession, Set<Parked>> bySession = new HashMap<>();
    private final TreeSet<Parked> byDeadline =
            new TreeSet<>(Comparator.comparingLong(Parked::untilNanos).thenComparingLong(Parked::ticket));
    private long nextTicket;

    /** What is waited for: a name within a job. Apart by opcode, for a stream's followers are woken often and those of an AWAIT once. */
    private record Key(long job, Opcode opcode, ObjectName name) {}

    /** One waiting request. */
    record Parked(long ticket, long job, Call call, Request request, ObjectName name, long untilNanos) {
        private Key key() {
            return new Key(job, request.opcode(), name);
        }
    }

    int size() {
        return byDeadline.size();
    }

    void park(Call call, Request request, ObjectName name, long untilNanos) {
        Parked parked = new Parked(nextTicket++, call.session().job(), call, request, name, untilNanos);
        byName.computeIfAbsent(parked.key(), _ -> new LinkedHashMap<>()).put(parked.ticket(), parked);
        bySession.computeIfAbsent(call.session(), _ -> new LinkedHashSet<>()).add(parked);
        byDeadline.add(parked);
    }

    /** Those that wait for the name, in the order in which they came, removed. */
    List<Parked> takeWaiting(long job, Opcode opcode, ObjectName name) {
        Map<Long, Parked> waiting = byName.get(new Key(job, opcode, name));
        if (waiting == null) {
            return List.of();
        }
        List<Parked> taken = new ArrayList<>(waiting.values());
        taken.forEach(this::remove);
        return taken;
    }

    /** All of a job, in the order in which they end, removed. */
    List<Parked> takeAll(long job) {
        List<Parked> taken =
                byDeadline.stream().filter(parked -> parked.job() == job).toList();
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
