package io.pocket.simulator.history;

import io.pocket.simulator.history.NameHistory.Effect;
import io.pocket.simulator.history.Observation.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Finds what each version of the shard did to each name: from the answers to mutations, and from what was read later. */
final class Effects {
    private final Map<String, NameHistory> names;
    private final History history;
    private final Map<Long, Observation> puts = new HashMap<>();
    private final Map<Long, Observation> renames = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();

    Effects(Map<String, NameHistory> names, History history) {
        this.names = names;
        this.history = history;
    }

    /** Fills in the effects; what contradicts itself is returned. */
    List<String> collect() {
        history.byName()
                .values()
                .forEach(all -> all.stream().filter(Observation::isPut).forEach(put -> puts.put(put.contentId(), put)));
        names.values().forEach(this::addKnown);
        names.values().forEach(this::addSeen);
        followRenames();
        names.values().forEach(this::checkOnce);
        return violations;
    }

    private void addKnown(NameHistory name) {
        for (Observation operation : name.operations()) {
            if (operation.isMutation() && operation.isDone()) {
                Effect other = name.effects().put(operation.version(), effectOn(name, operation));
                if (other != null) {
                    report("two mutations made one version", operation, other.cause());
                }
            }
        }
    }

    private Effect effectOn(NameHistory name, Observation operation) {
        if (operation.isPut()) {
            return new Effect(operation.contentId(), operation, operation);
        }
        if (operation.kind() == Kind.RENAME && operation.name().equals(name.name())) {
            renames.put(operation.version(), operation);
            return new Effect(NameHistory.UNSEEN, operation, null);
        }
        return new Effect(0, operation, null);
    }

    /** A read shows the effect of a mutation whose client never had an answer. */
    private void addSeen(NameHistory name) {
        for (Observation sight : name.operations()) {
            if (sight.sawVersion() && sight.kind() != Kind.LIST) {
                addRead(name, sight);
            }
        }
        for (Observation sight : name.operations()) {
            if (sight.sawVersion() && sight.kind() == Kind.LIST) {
                addListed(name, sight);
            }
        }
    }

    private void addRead(NameHistory name, Observation read) {
        Observation put = puts.get(read.contentId());
        if (put == null || !(put.name().equals(name.name()) || mayHaveBeenRenamedTo(name, read))) {
            report("read what nobody put under this name", read, put);
            return;
        }
        if (!put.isDone() && !put.isUnknown()) {
            report("read what was refused", read, put);
        }
        if (put.invokedNanos() > read.completedNanos()) {
            report("read what was put later", read, put);
        }
        Effect known = name.effects().get(read.version());
        if (known == null || known.contentId() == NameHistory.UNSEEN) {
            Observation cause = known == null ? put : known.cause();
            name.effects().put(read.version(), new Effect(read.contentId(), cause, put));
        } else if (known.contentId() != read.contentId()) {
            report("read another content than its version has", read, known.cause());
        }
    }

    private static boolean mayHaveBeenRenamedTo(NameHistory name, Observation read) {
        return name.operations().stream()
                .anyMatch(other -> other.kind() == Kind.RENAME
                        && other.mayMake(name.name())
                        && (other.isDone() || other.isUnknown())
                        && other.invokedNanos() <= read.completedNanos());
    }

    private void addListed(NameHistory name, Observation sight) {
        if (name.effects().containsKey(sight.version())) {
            return;
        }
        if (name.mayHaveBeenMade(sight.completedNanos())) {
            name.effects().put(sight.version(), new Effect(NameHistory.UNSEEN, sight, null));
        } else {
            report("listed what nobody put", sight, null);
        }
    }

    /** A rename takes along what was under the former name, in the order of versions. */
    private void followRenames() {
        renames.forEach((version, rename) -> {
            NameHistory to = names.get(rename.name());
            Effect moved = names.get(rename.terms().from()).before(version);
            Effect arrived = to.effects().get(version);
            if (moved == null || moved.contentId() <= 0 || arrived.contentId() == 0) {
                return;
            }
            // Otherwise the source may have had an effect that nobody has seen.
            boolean certain =
                    names.get(rename.terms().from()).operations().stream().noneMatch(Observation::isUnknown);
            if (certain && arrived.contentId() == NameHistory.UNSEEN) {
                to.effects().put(version, new Effect(moved.contentId(), rename, moved.put()));
            } else if (certain && arrived.contentId() != moved.contentId()) {
                report("another object arrived than was renamed", rename, moved.cause());
            }
        });
    }

    private void checkOnce(NameHistory name) {
        Set<Long> contents = new HashSet<>();
        name.effects().forEach((version, effect) -> {
            boolean byPut = effect.cause().isPut();
            if (effect.contentId() > 0 && byPut && !contents.add(effect.contentId()) && !isRenamed(name)) {
                report(
                        "a put took effect twice, again at version " + version + " of " + name.name(),
                        effect.cause(),
                        null);
            }
        });
    }

    /** An object that an unknown rename brought back looks like one that was put twice. */
    private static boolean isRenamed(NameHistory name) {
        return name.operations().stream()
                .anyMatch(other -> other.kind() == Kind.RENAME && other.isUnknown() && other.mayMake(name.name()));
    }

    private void report(String what, Observation operation, Observation other) {
        violations.add(what + ": " + operation + (other == null ? "" : " against " + other));
    }
}
