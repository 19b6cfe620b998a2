package io.pocket.cli.demo;

import io.pocket.cli.cluster.MemoryFigures;
import io.pocket.cli.cluster.TierFigures;
import java.util.List;

/**
 * All that the demo found.
 *
 * @param options what it was asked to do
 * @param functionsAtOnce how many functions ran at the same time
 * @param stages every stage that ended, in order
 * @param verdicts result of each job, in words
 * @param tiers the tiers at the end: what they held at their peak, and what they still hold
 * @param memory every process's memory at the end
 * @param failures checks that failed; none if all is well
 */
record DemoReport(
        DemoOptions options,
        int functionsAtOnce,
        List<StageReport> stages,
        List<String> verdicts,
        List<TierFigures> tiers,
        List<MemoryFigures> memory,
        List<String> failures) {

    DemoReport {
        stages = List.copyOf(stages);
        verdicts = List.copyOf(verdicts);
        tiers = List.copyOf(tiers);
        memory = List.copyOf(memory);
        failures = List.copyOf(failures);
    }

    boolean ok() {
        return failures.isEmpty();
    }

    /** The tiers that have nodes. */
    List<TierFigures> tiersInUse() {
        return tiers.stream().filter(tier -> tier.nodesUp() > 0).toList();
    }

    /** What all tiers still hold. */
    long bytesLeft() {
        return tiers.stream().mapToLong(TierFigures::usedBytes).sum();
    }
}
