package io.pocket.benchmarks.compare;

import java.util.Set;

/** A part of the comparison with processes of its own, which have ended when it has. */
interface Stage {
    /** What it can find. */
    Set<Measure> measures();

    /**
     * Measures.
     *
     * @param wanted those of its measures that are asked for, at least one
     * @throws InterruptedException if this thread is
     */
    void run(Set<Measure> wanted, ComparisonSettings settings, Findings findings) throws InterruptedException;
}
