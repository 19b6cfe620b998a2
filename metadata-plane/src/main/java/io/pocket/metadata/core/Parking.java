package io.pocket.metadata.core;

import io.pocket.protocol.ObjectName;
import io.pocket.protocol.message.Lookup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** LOOKUPs that wait for a name. Not logged: a client whose connection breaks asks again. */
final class Parking {
    private final Map<Key, Map<Long, Parked>> byName = new HashMap<>();
    private final WaitingCalls<Parked> waiting = new WaitingCalls<>();
    private long nextTicket;

    /** A name within a job. */
    private record Key(long job, ObjectName name) {}

    /** One waiting LOOKUP. */
    record Parked(long ticket, long job, Call call, Lookup request, long untilNanos) implements WaitingCalls.Waiting {
        private Key key() {
            return new Key(job, request.name());
        }
    }

    int size() {
        return waiting.size();
    }

    void park(Call call, Lookup request, long untilNanos) {
        Parked parked = new Parked(nextTicket++, call.session().job(), call, request, untilNanos);
        byName.computeIfAbsent(parked.key(), _ -> new LinkedHashMap<>()).put(parked.ticket(), parked);
        waiting.add(parked);
    }

    /** Those that wait for the name, in the order in which they came, removed. */
    List<Parked> takeWaiting(long job, ObjectName name) {
        Map<Long, Parked> ofName = byName.get(new Key(job, name));
        if (ofName == null) {
            return List.of();
        }
        List<Parked> taken = new ArrayList<>(ofName.values());
        taken.forEach(this::remove);
        return taken;
    }

    /** Those that wait for any name in the bucket, removed. Looks at all that wait: for what is rare. */
    List<Parked> takeWaiting(long job, String bucket) {
        List<Parked> taken = new ArrayList<>();
        byName.forEach((key, ofName) -> {
            if (key.job() == job && key.name().bucket().equals(bucket)) {
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
