package io.pocket.simulator.history;

import io.pocket.simulator.history.NameHistory.Effect;
import io.pocket.simulator.history.Observation.Kind;
import io.pocket.simulator.history.Observation.Seen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides whether the operations on each name are explained by one serial order that respects real time (linearizability).
 *
 * <p>The shard shows its serial order: mutations answer with the version they made, reads with the version as of which they were
 * answered. So the order need not be searched; it is a claim to be checked: every read must have seen the last put or delete before
 * its place, no put may take effect twice, and whoever began after another had ended must come later. Mutations whose outcome the client
 * does not know may have taken effect once at any later time, or never. An object with a time to live may end when that can be over, and
 * must have ended when it certainly is.
 */
public final class HistoryChecker {
    private final List<String> violations = new ArrayList<>();
    private final Map<String, NameHistory> names = new LinkedHashMap<>();
    private final StateTime time;

    private HistoryChecker(StateTime time) {
        this.time = time;
    }

    /** The same for a shard that always ran. */
    public static List<String> check(History history) {
        return check(history, StateTime.always());
    }

    /** One violation a line; empty when the history is explained. */
    public static List<String> check(History history, StateTime time) {
        HistoryChecker checker = new HistoryChecker(time);
        checker.checkAll(history);
        return checker.violations;
    }

    private void checkAll(History history) {
        history.byName().forEach((name, all) -> names.put(name, new NameHistory(name, all, time)));
        violations.addAll(new Effects(names, history).collect());
        for (NameHistory name : names.values()) {
            violations.addAll(new OrderChecker(name).check());
            name.operations().forEach(operation -> checkSight(name, operation));
            checkLives(name);
        }
        history.counts().forEach(this::checkCount);
    }

    // What each operation saw

    /** What was seen is what the last effect before the operation's place left. */
    private void checkSight(NameHistory name, Observation operation) {
        if (operation.position() == 0) {
            return;
        }
        Map.Entry<Long, Effect> last = name.lastBefore(operation);
        Effect effect = NameHistory.valueOf(last);
        boolean present = effect != null && effect.isPresent();
        Observation against = effect == null ? null : effect.cause();
        if (operation.sawVersion()) {
            if (last == null || last.getKey() != operation.version()) {
                report("read an old version", operation, against);
            } else {
                checkOverdue(operation, effect);
            }
        } else if (sawPresent(name, operation)) {
            if (!present && !name.mayHaveBeenMade(operation.completedNanos())) {
                report("saw an object where none is", operation, against);
            }
        } else if (sawAbsent(name, operation) && present && !name.mayHaveEnded(last.getKey(), effect, operation)) {
            report("object was lost", operation, against);
        }
        checkCondition(name, operation, last);
    }

    private static boolean sawPresent(NameHistory name, Observation operation) {
        boolean movedAway = operation.kind() == Kind.RENAME && !operation.name().equals(name.name());
        return switch (operation.outcome()) {
            case EXISTS, OTHER_VERSION -> !movedAway;
            case DONE -> operation.kind() == Kind.DELETE || movedAway;
            default -> false;
        };
    }

    private static boolean sawAbsent(NameHistory name, Observation operation) {
        if (operation.kind() == Kind.RENAME) {
            boolean isSource = !operation.name().equals(name.name());
            return isSource && operation.outcome() == Seen.NOT_FOUND;
        }
        return operation.outcome() == Seen.NOT_FOUND || (operation.kind() == Kind.PUT_IF_ABSENT && operation.isDone());
    }

    private void checkOverdue(Observation sight, Effect effect) {
        Observation put = effect.put();
        if (put == null || !put.isDone() || put.terms().ttlNanos() == 0) {
            return;
        }
        if (time.leastNanos(put.completedNanos(), sight.invokedNanos())
                > put.terms().ttlNanos() + NameHistory.TTL_SLACK_NANOS) {
            report("an object outlived its time", sight, put);
        }
    }

    private void checkCondition(NameHistory name, Observation operation, Map.Entry<Long, Effect> last) {
        long wanted = operation.terms().ifVersion();
        if (wanted == 0) {
            return;
        }
        boolean had = last != null && last.getKey() == wanted;
        if (operation.isDone() && !had) {
            report("took effect on another version than it was to", operation, null);
        }
        if (operation.outcome() == Seen.OTHER_VERSION && had && !name.mayHaveBeenMade(operation.completedNanos())) {
            report(
                    "was refused although the version was right",
                    operation,
                    last.getValue().cause());
        }
    }

    // How long each version lived

    /** A version that is gone does not come back, and is consumed once. */
    private void checkLives(NameHistory name) {
        Map<Long, Observation> lastSeen = new LinkedHashMap<>();
        Map<Long, Observation> firstMissed = new LinkedHashMap<>();
        for (Observation operation : name.operations()) {
            if (operation.sawVersion()) {
                lastSeen.merge(operation.version(), operation, (a, b) -> a.asOf() >= b.asOf() ? a : b);
                checkConsumed(name, operation);
            } else if (operation.position() != 0 && sawAbsent(name, operation)) {
                Map.Entry<Long, Effect> last = name.lastBefore(operation);
                if (last != null && last.getValue().isPresent()) {
                    firstMissed.merge(last.getKey(), operation, (a, b) -> a.position() <= b.position() ? a : b);
                }
            }
        }
        firstMissed.forEach((version, missed) -> {
            Observation seen = lastSeen.get(version);
            if (seen != null && seen.asOf() > missed.position()) {
                report("came back after it was gone", seen, missed);
            }
        });
    }

    private void checkConsumed(NameHistory name, Observation sight) {
        Observation consumer = name.consumer(sight.version());
        if (consumer == null || consumer.equals(sight)) {
            return;
        }
        if (sight.kind() == Kind.CONSUME) {
            report("was consumed twice", sight, consumer);
        } else if (sight.invokedNanos() > consumer.completedNanos()) {
            report("was seen after it was consumed", sight, consumer);
        }
    }

    // Counts

    private void checkCount(Observation count) {
        long least = 0;
        long most = 0;
        for (NameHistory name : names.values()) {
            if (name.name().startsWith(count.name())) {
                NameHistory.Presence presence = name.at(count);
                least += presence == NameHistory.Presence.PRESENT ? 1 : 0;
                most += presence == NameHistory.Presence.ABSENT ? 0 : 1;
            }
        }
        if (count.contentId() < least || count.contentId() > most) {
            violations.add("counted wrongly: " + count + ", there were " + least + " to " + most);
        }
    }

    private void report(String what, Observation operation, Observation other) {
        violations.add(what + ": " + operation + (other == null ? "" : " against " + other));
    }
}
