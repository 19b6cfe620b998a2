package io.pocket.server.memory;

import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code pocket_process_memory_bound_bytes}, its summands {@code pocket_process_memory_part_bytes} by name, and
 * {@code pocket_process_memory_peak_bytes}, which a correct bound is never below.
 */
public final class MemoryMetrics extends Collector {

    private static final String PREFIX = "pocket_process_memory_";

    private final MemoryBound bound;

    public MemoryMetrics(MemoryBound bound) {
        this.bound = bound;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        List<MetricFamilySamples> families = new ArrayList<>();
        families.add(new GaugeMetricFamily(
                PREFIX + "bound_bytes", "Most memory that this process can have resident", bound.totalBytes()));
        families.add(parts());
        PeakMemory.bytes()
                .ifPresent(bytes -> families.add(new GaugeMetricFamily(
                        PREFIX + "peak_bytes", "Most memory that this process has had resident", bytes)));
        return families;
    }

    private MetricFamilySamples parts() {
        GaugeMetricFamily parts =
                new GaugeMetricFamily(PREFIX + "part_bytes", "What the bound is the sum of", List.of("part"));
        bound.parts().forEach(part -> parts.addMetric(List.of(part.name()), (double) part.bytes()));
        return parts;
    }
}
