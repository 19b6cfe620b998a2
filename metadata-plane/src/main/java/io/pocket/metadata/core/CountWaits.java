package io.pocket.metadata.core;

import io.pocket.metadata.core.PrefixCounts.Entry;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.AwaitCount;
import io.pocket.protocol.message.CountReply;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** AWAIT_COUNT: requests that wait until so many objects start with a prefix. Not logged: a client whose connection breaks asks again. */
final class CountWaits {
    private static final int EXPIRIES_AT_ONCE = 1000;

    private final ShardState state;
    private final Objects objects;
    private final Queries queries;
    private final PrefixCounts counts;
    private final WaitingCalls<Parked> waiting = new WaitingCalls<>();
    private final Map<Entry, TreeSet<Parked>> byPrefix = new HashMap<>();
    private long nextTicket;

    private record Parked(long ticket, Call call, AwaitCount request, Entry entry, long untilNanos)
            implements WaitingCalls.Waiting {
        private static final Comparator<Parked> BY_COUNT =
                Comparator.<Parked>comparingLong(it -> it.request().atLeast()).thenComparingLong(Parked::ticket);
    }

    CountWaits(ShardState state, Objects objects, Queries queries) {
        this.state = state;
        this.objects = objects;
        this.queries = queries;
        counts = state.prefixCounts();
    }

    int size() {
        return waiting.size();
    }

    /**
     * Answers if there are enough objects now. Expired ones do not count: they are taken away first.
     *
     * @return false when it has to wait, see {@link #park}
     */
    boolean answerNow(Call call, AwaitCount request) throws Refusal {
        if (request.atLeast() < 1) {
            throw new Refusal(Status.INVALID_ARGUMENT, "a count of " + request.atLeast() + " is not at least 1");
        }
        queries.requireHere(call, request.prefix());
        boolean exact = expireDue(call.nowMillis());
        Entry entry = counts.find(call.session().job(), request.prefix());
        Queries.Tally tally = entry == null
                ? queries.tally(call, request.prefix(), exact)
                : new Queries.Tally(entry.objects(), entry.bytes());
        if (tally.objects() < request.atLeast() || !(exact || entry == null)) {
            return false;
        }
        call.reply(state, new CountReply(state.version(), tally.objects(), tally.bytes()));
        return true;
    }

    void park(Call call, AwaitCount request, long untilNanos) throws Refusal {
        Entry entry = counts.find(call.session().job(), request.prefix());
        if (entry == null) {
            entry = follow(call, request);
        }
        Parked parked = new Parked(nextTicket++, call, request, entry, untilNanos);
        TreeSet<Parked> ofPrefix = byPrefix.computeIfAbsent(entry, _ -> new TreeSet<>(Parked.BY_COUNT));
        ofPrefix.add(parked);
        waiting.add(parked);
        aim(entry, ofPrefix);
    }

    /** Expired objects count here until they are taken away, for then the count falls. */
    private Entry follow(Call call, AwaitCount request) throws Refusal {
        Queries.Tally all = queries.total(call, request.prefix());
        return counts.follow(call.session().job(), request.prefix(), all.objects(), all.bytes());
    }

    private void aim(Entry entry, SortedSet<Parked> ofPrefix) {
        long lowest = ofPrefix.first().request().atLeast();
        entry.target(lowest);
        if (entry.objects() >= lowest) {
            counts.tellAgain(entry);
        }
    }

    /** Whether nothing has expired that still counts. */
    private boolean expireDue(long nowMillis) throws Refusal {
        objects.expireDue(nowMillis, EXPIRIES_AT_ONCE);
        return objects.isNothingDue(nowMillis);
    }

    /** Answers those that have waited for what is there now. */
    void answerReached(long nowMillis) throws Refusal {
        if (!counts.isAnyReached() || !expireDue(nowMillis)) {
            return; // When more has expired than is taken away at once, the next tick goes on.
        }
        for (Entry entry = counts.pollReached(); entry != null; entry = counts.pollReached()) {
            if (byPrefix.containsKey(entry)) {
                answer(entry);
            }
        }
    }

    private void answer(Entry entry) {
        TreeSet<Parked> ofPrefix = byPrefix.get(entry);
        while (!ofPrefix.isEmpty() && ofPrefix.first().request().atLeast() <= entry.objects()) {
            Parked parked = ofPrefix.first();
            remove(parked);
            if (!parked.call().session().isClosed()) {
                parked.call().reply(state, new CountReply(state.version(), entry.objects(), entry.bytes()));
            }
        }
    }

    /** The bucket has come into being on another shard: who waits here for names in it is told so. */
    void refuseElsewhere(long job, String bucket) {
        Bytes inBucket = Bytes.utf8(bucket + "/");
        List<Parked> elsewhere = byPrefix.values().stream()
                .flatMap(Set::stream)
                .filter(parked -> parked.call().session().job() == job
                        && parked.request().prefix().startsWith(inBucket))
                .toList();
        for (Parked parked : elsewhere) {
            remove(parked);
            try {
                queries.requireHere(parked.call(), parked.request().prefix());
            } catch (Refusal refusal) {
                parked.call().refuse(state, refusal.status(), refusal.getMessage());
            }
        }
    }

    /** The job is gone: nobody waits for its objects any more. */
    void refuseDropped(long job) {
        List<Parked> dropped = byPrefix.values().stream()
                .flatMap(Set::stream)
                .filter(parked -> parked.call().session().job() == job)
                .toList();
        for (Parked parked : dropped) {
            remove(parked);
            parked.call().refuse(state, Status.JOB_DROPPED, "job " + job + " was deregistered");
        }
    }

    void refuseOverdue(long nowNanos) {
        for (Parked due = waiting.peekOverdue(nowNanos); due != null; due = waiting.peekOverdue(nowNanos)) {
            remove(due);
            due.call()
                    .refuse(
                            state,
                            Status.DEADLINE_EXCEEDED,
                            due.entry().objects() + " of " + due.request().atLeast()
                                    + " objects were there at the end of the time given");
        }
    }

    /** Driver time of the next refusal, {@link Long#MAX_VALUE} for none. */
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
        TreeSet<Parked> ofPrefix = byPrefix.get(parked.entry());
        ofPrefix.remove(parked);
        if (ofPrefix.isEmpty()) {
            byPrefix.remove(parked.entry());
            counts.unfollow(parked.entry());
        } else {
            aim(parked.entry(), ofPrefix);
        }
    }
}
