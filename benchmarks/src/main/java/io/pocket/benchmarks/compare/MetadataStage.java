package io.pocket.benchmarks.compare;

import io.pocket.benchmarks.metadata.MetadataLoad;
import io.pocket.benchmarks.metadata.MetadataRate;
import io.pocket.benchmarks.stats.Median;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a shard does in a second of its processor's time. */
final class MetadataStage implements Stage {
    private static final Duration TIME = Duration.ofSeconds(5);
    private static final Duration QUICK_TIME = Duration.ofSeconds(2);

    @Override
    public Set<Measure> measures() {
        return EnumSet.of(Measure.METADATA_OPS_PER_CPU_SECOND);
    }

    @Override
    public void run(Set<Measure> wanted, ComparisonSettings settings, Findings findings) {
        List<Double> rounds =
                MetadataRate.measure(settings.rounds(), settings.quick() ? QUICK_TIME : TIME, settings.progress())
                        .stream()
                        .map(MetadataLoad.Cost::operationsPerCpuSecond)
                        .toList();
        findings.found(Measure.METADATA_OPS_PER_CPU_SECOND, Median.of(rounds));
        findings.detail("metadata_ops_per_cpu_second_rounds", rounds);
    }
}
