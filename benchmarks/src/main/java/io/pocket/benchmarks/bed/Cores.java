package io.pocket.benchmarks.bed;

import java.util.List;

/** On which cores processes may run, from their start on. */
public final class Cores {
    private Cores() {}

    /** What comes before a command that is to run on one core alone: the last one, as the first has most interrupts to serve. */
    public static List<String> oneCore() {
        int last = Runtime.getRuntime().availableProcessors() - 1;
        return List.of("taskset", "-c", Integer.toString(last));
    }

    /** Anywhere. */
    public static List<String> any() {
        return List.of();
    }
}
