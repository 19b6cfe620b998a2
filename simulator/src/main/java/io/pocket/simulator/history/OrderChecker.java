package io.pocket.simulator.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Who begins after another has ended comes later in the serial order of a name. */
final class OrderChecker {
    private final NameHistory name;
    private final List<String> violations = new ArrayList<>();

    /** An operation at its place in the serial order. */
    private record Placed(
            long position, long invokedNanos, long completedNanos, boolean mutates, Observation operation) {}

    OrderChecker(NameHistory name) {
        this.name = name;
    }

    List<String> check() {
        List<Placed> placed = place();
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
                violations.add("went back in time on " + name.name() + ": " + next.operation() + " against "
                        + latest.operation());
            }
        }
        return violations;
    }

    private static boolean isBefore(Placed later, Placed earlier) {
        return later.mutates() ? later.position() <= earlier.position() : later.position() < earlier.position();
    }

    private List<Placed> place() {
        List<Placed> placed = new ArrayList<>();
        for (Observation operation : name.operations()) {
            if (operation.position() != 0) {
                boolean mutates = operation.isMutation() && operation.isDone();
                placed.add(new Placed(
                        operation.position(),
                        operation.invokedNanos(),
                        operation.completedNanos(),
                        mutates,
                        operation));
            }
        }
        name.effects().forEach((version, effect) -> {
            if (effect.cause().isUnknown()) {
                placed.add(new Placed(version, effect.cause().invokedNanos(), Long.MAX_VALUE, true, effect.cause()));
            }
        });
        return placed;
    }
}
