package io.pocket.simulator;

import java.util.ArrayList;
import java.util.List;

/** What was found to be wrong in a run; the first of it, for one wrong thing leads to many. */
final class Violations {
    private static final int KEPT = 20;

    private final List<String> found = new ArrayList<>();

    void add(String violation) {
        if (found.size() < KEPT) {
            found.add(violation);
        }
    }

    void addAll(List<String> violations) {
        violations.forEach(this::add);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<String> list() {
        return List.copyOf(found);
    }
}
