package io.pocket.metadata.core;

import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.message.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** LOOKUPs and FOLLOWs that wait for a name. Not logged: a client whose connection breaks asks again. */
final class Parking {
    private final Map<Key, Map<Long, Parked>> byName = new HashMap<>();
    private final WaitingCalls<Parked> waiting = new WaitingCalls<>();
    private long nextTicket;

    /** What is waited for: a name within a job. Apart by opcode, for a stream's followers are woken often and those of an AWAIT once. */
    private record Key(long job, Opcode opcode, ObjectName name) {}

    /** One waiting request. */
    record Parked(long ticket, long job, Call call, Request request, ObjectName name, long untilNanos)
            implements WaitingCalls.Waiting {
        private Key key() {
            return new Key(job, request.opcode(), name);
        }
    }

    int size() {
        return waiting.size();
    }

    void park(Call call, Request request, ObjectName name, long untilNanos) {
        Parked parked = new Parked(nextTicket++, call.session().job(), call, request, name, untilNanos);
        byName.computeIfAbsent(parked.key(), _ -> new LinkedHashMap<>()).put(parked.ticket(), parked);
        waiting.add(parked);
    }

    /** Those that wait for the name, in the order in which they came, removed. */
    List<Parked> takeWaiting(long job, Opcode opcode, ObjectName name) {
        if (byName.isEmpty()) {
            return List.of();
        }
        Map<Long, Parked> ofName = byName.get(new Key(job, opcode, name));
        if (ofName == null) {
            return List.of();
        }
        List<Parked> taken = new ArrayList<>(ofName.values());
        taken.forEach(this::remove);
        return taken;
    }

    /** Those that wait for any name in the bucket, removed. Looks at all that wait: for what is rare. */
    List<Parked> takeWaiting(long job, String bucket) {
        return takeAll(key -> key.job() == job && key.name().bucket().equals(bucket));
    }

    /** All of a job, removed. As rare. */
    List<Parked> takeWaiting(long job) {
        return takeAll(key -> key.job() == job);
    }

    private List<Parked> takeAll(Predicate<Key> which) {
        List<Parked> taken = new ArrayList<>();
        byName.forEach((key, ofName) -> {
            if (which.test(key)) {
                taken.addAll(ofName.values());
            }
        });
        taken.forEach(this::remove);
        return taken;
    }

    /** One whose time is over, removed; null when there is none. */
    Parked pollOverdue(long nowNanos) {
        Parked overdue = waiting.peekOverdue(nowNanos);
        if (overdue != null) {
            remove(overdue);
        }
        return overdue;
    }

    /** Driver time at which the next one's time is over, {@link Long#MAX_VALUE} for none. */
    long nextNanos() {
        return waiting.nextNanos();
    }

    /** Forgets what a closed connection waited for. */
    void forget(ShardSession session) {
        waiting.of(session).forEach(this::remove);
    }

    /** Forgets what one batch of a connection waited for. */
    void forget(ShardSession session, ReplySink batch) {
        for (Parked parked : waiting.of(session)) {
            if (batch.equals(parked.call().sink())) {
                remove(parked);
            }
        }
    }

    private void remove(Parked parked) {
        waiting.remove(parked);
        Map<Long, Parked> ofName = byName.get(parked.key());
        ofName.remove(parked.ticket());
        if (ofName.isEmpty()) {
            byName.remove(parked.key());
        }
    }
}
