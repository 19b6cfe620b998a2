package io.pocket.simulator.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All operations of a run, by name; a rename belongs to both of its names. Safe for several threads. */
public final class History {
    private final Map<String, List<Observation>> byName = new LinkedHashMap<>();
    private final List<Observation> counts = new ArrayList<>();
    private long size;

    public synchronized void add(Observation operation) {
        size++;
        if (operation.kind() == Observation.Kind.COUNT) {
            counts.add(operation);
            return;
        }
        addUnder(operation.name(), operation);
        if (operation.kind() == Observation.Kind.RENAME) {
            addUnder(operation.terms().from(), operation);
        }
    }

    private void addUnder(String name, Observation operation) {
        byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(operation);
    }

    public synchronized long size() {
        return size;
    }

    /** The operations on each name; call it when nothing is added any more. */
    public synchronized Map<String, List<Observation>> byName() {
        return byName;
    }

    /** How many names with a prefix there were. */
    public synchronized List<Observation> counts() {
        return counts;
    }
}
