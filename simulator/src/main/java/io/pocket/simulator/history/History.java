package io.pocket.simulator.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All operations of a run, by name. Safe for several threads. */
public final class History {
    private final Map<String, List<Observation>> byName = new LinkedHashMap<>();
    private long size;

    public synchronized void add(Observation operation) {
        byName.computeIfAbsent(operation.name(), _ -> new ArrayList<>()).add(operation);
        size++;
    }

    public synchronized long size() {
        return size;
    }

    /** The operations on each name; call it when nothing is added any more. */
    public synchronized Map<String, List<Observation>> byName() {
        return byName;
    }
}
