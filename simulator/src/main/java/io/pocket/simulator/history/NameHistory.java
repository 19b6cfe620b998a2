package io.pocket.simulator.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What is known of one name: its operations, and what each version of the shard made of it. */
final class NameHistory {
    private final String name;
    private final List<Observation> operations;
    private final List<Observation> unknown;
    private final NavigableMap<Long, Effect> effects = new TreeMap<>();
    private final Map<Long, Observation> consumed = new HashMap<>();
    private final StateTime time;

    /** A shard's time is in milliseconds. */
    static final long TTL_SLACK_NANOS = 2_000_000;

    /** Content of an object that nobody has read. */
    static final long UNSEEN = -1;

    /**
     * What a version made of the name.
     *
     * @param contentId 0 for a deletion
     * @param cause the mutation, or who saw the effect of one that is not known
     * @param put that made the content; null when unknown
     */
    record Effect(long contentId, Observation cause, Observation put) {
        boolean isPresent() {
            return contentId != 0;
        }
    }

    /** Whether an object is there. */
    enum Presence {
        PRESENT,
        ABSENT,
        EITHER
    }

    NameHistory(String name, List<Observation> operations, StateTime time) {
        this.name = name;
        this.operations = operations;
        this.time = time;
        unknown = operations.stream().filter(Observation::isUnknown).toList();
        for (Observation operation : operations) {
            if (operation.kind() == Observation.Kind.CONSUME && operation.isDone()) {
                consumed.putIfAbsent(operation.version(), operation);
            }
        }
    }

    String name() {
        return name;
    }

    List<Observation> operations() {
        return operations;
    }

    NavigableMap<Long, Effect> effects() {
        return effects;
    }

    /** The first who consumed this version; null when nobody did. */
    Observation consumer(long version) {
        return consumed.get(version);
    }

    Effect before(long version) {
        return valueOf(effects.lowerEntry(version));
    }

    static Effect valueOf(Map.Entry<Long, Effect> entry) {
        return entry == null ? null : entry.getValue();
    }

    /** What the last effect before the operation's place left: the operation's own does not count. */
    Map.Entry<Long, Effect> lastBefore(Observation operation) {
        boolean mutated = operation.isMutation() && operation.isDone();
        return mutated ? effects.lowerEntry(operation.position()) : effects.floorEntry(operation.position());
    }

    /** Whether a mutation of unknown outcome, begun before, can have made the object. */
    boolean mayHaveBeenMade(long beforeNanos) {
        return unknown.stream().anyMatch(other -> other.mayMake(name) && other.invokedNanos() <= beforeNanos);
    }

    /** Whether the object of this effect can have gone by then: deleted by who never had an answer, consumed, or at its end. */
    boolean mayHaveEnded(long version, Effect effect, Observation sight) {
        Observation consumer = consumed.get(version);
        return (consumer != null && consumer.asOf() < sight.position())
                || mayHaveExpired(effect, sight.completedNanos())
                || unknown.stream().anyMatch(other -> mayHaveEnded(other, sight.completedNanos()));
    }

    /** It may have deleted the object, or replaced it by one that has reached its end. */
    private boolean mayHaveEnded(Observation other, long untilNanos) {
        if (other.invokedNanos() > untilNanos) {
            return false;
        }
        return other.mayEnd(name)
                || (other.mayMake(name)
                        && (other.kind() == Observation.Kind.RENAME || mayHaveExpired(other, untilNanos)));
    }

    private boolean mayHaveExpired(Effect effect, long untilNanos) {
        return effect.put() == null || mayHaveExpired(effect.put(), untilNanos);
    }

    private boolean mayHaveExpired(Observation put, long untilNanos) {
        long ttl = put.terms().ttlNanos();
        return ttl != 0 && time.mostNanos(put.invokedNanos(), untilNanos) >= ttl - TTL_SLACK_NANOS;
    }

    Presence at(Observation sight) {
        Map.Entry<Long, Effect> last = lastBefore(sight);
        boolean present = last != null && last.getValue().isPresent();
        boolean either =
                present ? mayHaveEnded(last.getKey(), last.getValue(), sight) : mayHaveBeenMade(sight.completedNanos());
        if (either) {
            return Presence.EITHER;
        }
        return present ? Presence.PRESENT : Presence.ABSENT;
    }
}
