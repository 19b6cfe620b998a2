package io.pocket.simulator.history;

import io.pocket.simulator.history.Observation.Seen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Decides whether the operations on each name are explained by one serial order that respects real time (linearizability).
 *
 * <p>The shard shows its serial order: mutations answer with the version they made, reads with the version as of which they were
 * answered. So the order need not be searched; it is a claim to be checked: every read must have seen the last put or delete before
 * its place, no put may take effect twice, and whoever began after another had ended must come later. Mutations whose outcome the client
 * does not know may have taken effect once at any later time, or never.
 */
public final class HistoryChecker {
    private final List<String> violations = new ArrayList<>();

    /** One violation a line; empty when the history is explained. */
    public static List<String> check(History history) {
        HistoryChecker checker = new HistoryChecker();
        history.byName().forEach(checker::checkName);
        return checker.violations;
    }

    private void checkName(String name, List<Observation> operations) {
        Map<Long, Observation> puts = putsByContent(operations);
        NavigableMap<Long, Effect> effects = new TreeMap<>();
        addKnownEffects(operations, effects);
        addSeenEffects(operations, puts, effects);
        checkOnce(name, effects);
        checkOrder(name, operations, effects);
        operations.forEach(operation -> checkSight(operation, operations, effects));
    }

    private static Map<Long, Observation> putsByContent(List<Observation> operations) {
        Map<Long, Observation> puts = new HashMap<>();
        operations.stream().filter(Observation::isPut).forEach(put -> puts.put(put.contentId(), put));
        return puts;
    }

    /** What the version made: the content, or 0 for a deletion. */
    private record Effect(long contentId, Observation cause) {}

    private void addKnownEffects(List<Observation> operations, NavigableMap<Long, Effect> effects) {
        for (Observation operation : operations) {
            if (operation.isMutation() && operation.outcome() == Seen.DONE) {
                Effect effect = new Effect(operation.isPut() ? operation.contentId() : 0, operation);
                Effect other = effects.put(operation.version(), effect);
                if (other != null) {
                    report("two mutations made one version", operation, other.cause());
                }
            }
        }
    }

    /** A read shows the effect of a put whose client never had an answer. */
    private void addSeenEffects(
            List<Observation> operations, Map<Long, Observation> puts, NavigableMap<Long, Effect> effects) {
        for (Observation read : operations) {
            if (read.kind() != Observation.Kind.GET || read.outcome() != Seen.DONE) {
                continue;
            }
            Observation put = puts.get(read.contentId());
            if (put == null) {
                report("read what nobody put under this name", read, null);
                continue;
            }
            if (put.outcome() != Seen.DONE && put.outcome() != Seen.UNKNOWN) {
                report("read what was refused", read, put);
            }
            Effect effect = effects.putIfAbsent(read.version(), new Effect(read.contentId(), put));
            if (effect != null && effect.contentId() != read.contentId()) {
                report("read another content than its version has", read, effect.cause());
            }
            if (put.invokedNanos() > read.completedNanos()) {
                report("read what was put later", read, put);
            }
        }
    }

    private void checkOnce(String name, NavigableMap<Long, Effect> effects) {
        Set<Long> contents = new HashSet<>();
        effects.forEach((version, effect) -> {
            if (effect.contentId() != 0 && !contents.add(effect.contentId())) {
                report("a put took effect twice, again at version " + version + " of " + name, effect.cause(), null);
            }
        });
    }

    /** Who begins after another has ended comes later in the serial order. */
    private void checkOrder(String name, List<Observation> operations, NavigableMap<Long, Effect> effects) {
        List<Placed> placed = place(operations, effects);
        List<Placed> byEnd = new ArrayList<>(placed);
        byEnd.sort(Comparator.comparingLong(Placed::completedNanos));
        placed.sort(Comparator.comparingLong(Placed::invokedNanos));
        int ended = 0;
        Placed latest = null;
        for (Placed next : placed) {
            while (ended < byEnd.size() && byEnd.get(ended).completedNanos() < next.invokedNanos()) {
                Placed candidate = byEnd.get(ended++);
                latest = latest == null || candidate.position() > latest.position() ? candidate : latest;
            }
            if (latest != null && isBefore(next, latest)) {
                report("went back in time on " + name, next.operation(), latest.operation());
            }
        }
    }

    private static boolean isBefore(Placed later, Placed earlier) {
        return later.mutates() ? later.position() <= earlier.position() : later.position() < earlier.position();
    }

    /** An operation at its place in the serial order. */
    private record Placed(
            long position, long invokedNanos, long completedNanos, boolean mutates, Observation operation) {}

    private static List<Placed> place(List<Observation> operations, NavigableMap<Long, Effect> effects) {
        List<Placed> placed = new ArrayList<>();
        for (Observation operation : operations) {
            if (operation.position() != 0) {
                boolean mutates = operation.isMutation() && operation.outcome() == Seen.DONE;
                placed.add(new Placed(
                        operation.position(),
                        operation.invokedNanos(),
                        operation.completedNanos(),
                        mutates,
                        operation));
            }
        }
        effects.forEach((version, effect) -> {
            if (effect.cause().outcome() == Seen.UNKNOWN) {
                placed.add(new Placed(version, effect.cause().invokedNanos(), Long.MAX_VALUE, true, effect.cause()));
            }
        });
        return placed;
    }

    /** What was seen is what the last effect before the operation's place left. */
    private void checkSight(Observation operation, List<Observation> all, NavigableMap<Long, Effect> effects) {
        if (operation.position() == 0) {
            return;
        }
        boolean mutated = operation.isMutation() && operation.outcome() == Seen.DONE;
        var last = mutated ? effects.lowerEntry(operation.position()) : effects.floorEntry(operation.position());
        boolean present = last != null && last.getValue().contentId() != 0;
        if (operation.kind() == Observation.Kind.GET && operation.outcome() == Seen.DONE) {
            if (last == null || last.getKey() != operation.version()) {
                report(
                        "read an old version",
                        operation,
                        last == null ? null : last.getValue().cause());
            }
        } else if (sawPresent(operation)) {
            if (!present && !explained(all, operation, true)) {
                report(
                        "saw an object where none is",
                        operation,
                        last == null ? null : last.getValue().cause());
            }
        } else if (sawAbsent(operation) && present && !explained(all, operation, false)) {
            report("object was lost", operation, last.getValue().cause());
        }
    }

    private static boolean sawPresent(Observation operation) {
        return operation.outcome() == Seen.EXISTS
                || (operation.kind() == Observation.Kind.DELETE && operation.outcome() == Seen.DONE);
    }

    private static boolean sawAbsent(Observation operation) {
        return operation.outcome() == Seen.NOT_FOUND
                || (operation.kind() == Observation.Kind.PUT_IF_ABSENT && operation.outcome() == Seen.DONE);
    }

    /** Whether a mutation of unknown outcome, begun before, can have put (or deleted) the object. */
    private static boolean explained(List<Observation> all, Observation sight, boolean byPut) {
        return all.stream()
                .anyMatch(other -> other.outcome() == Seen.UNKNOWN
                        && other.isMutation()
                        && other.isPut() == byPut
                        && other.invokedNanos() <= sight.completedNanos());
    }

    private void report(String what, Observation operation, Observation other) {
        violations.add(what + ": " + operation + (other == null ? "" : " against " + other));
    }
}
