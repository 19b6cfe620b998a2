package io.pocket.metadata.core;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Requests that wait, by the end of their time and by connection. Nothing here is looked through while time passes: only the first to be
 * overdue counts.
 */
final class WaitingCalls<W extends WaitingCalls.Waiting> {
    private final Map<ShardSession, Set<W>> bySession = new HashMap<>();
    private final TreeSet<W> byDeadline =
            new TreeSet<>(Comparator.comparingLong(Waiting::untilNanos).thenComparingLong(Waiting::ticket));

    /** One request that waits. */
    interface Waiting {
        /** Tells it from all others. */
        long ticket();

        Call call();

        /** Driver time at which it has waited long enough. */
        long untilNanos();
    }

    int size() {
        return byDeadline.size();
    }

    void add(W waiting) {
        bySession
                .computeIfAbsent(waiting.call().session(), _ -> new LinkedHashSet<>())
                .add(waiting);
        byDeadline.add(waiting);
    }

    void remove(W waiting) {
        byDeadline.remove(waiting);
        ShardSession session = waiting.call().session();
        Set<W> ofSession = bySession.get(session);
        ofSession.remove(waiting);
        if (ofSession.isEmpty()) {
            bySession.remove(session);
        }
    }

    /** One whose time is over, or null. It stays. */
    W peekOverdue(long nowNanos) {
        boolean any = !byDeadline.isEmpty() && byDeadline.first().untilNanos() - nowNanos <= 0;
        return any ? byDeadline.first() : null;
    }

    /** Driver time at which the next one's time is over, {@link Long#MAX_VALUE} for none. */
    long nextNanos() {
        return byDeadline.isEmpty() ? Long.MAX_VALUE : byDeadline.first().untilNanos();
    }

    /** Those of a connection, in the order in which they came; a copy. */
    List<W> of(ShardSession session) {
        Set<W> waiting = bySession.get(session);
        return waiting == null ? List.of() : List.copyOf(waiting);
    }
}
