package io.pocket.benchmarks.compare;

import io.pocket.benchmarks.bed.ProcessFigures.Resident;
import io.pocket.benchmarks.metadata.ManyObjects;
import io.pocket.benchmarks.stats.Latencies;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Ten million objects on one shard: memory for each, and the longest pause. */
final class ManyObjectsStage implements Stage {
    private static final int OBJECTS = 10_000_000;

    @Override
    public Set<Measure> measures() {
        return Measure.FULL;
    }

    @Override
    public void run(Set<Measure> wanted, ComparisonSettings settings, Findings findings) throws InterruptedException {
        ManyObjects.Outcome found =
                ManyObjects.measure(OBJECTS, settings.shardSize().apply(OBJECTS), settings.progress());
        findings.found(Measure.BYTES_PER_OBJECT_10M, found.bytesPerObject());
        findings.found(Measure.PAUSE_MS_MAX_10M, found.pauseMillisMax());
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("shard", settings.shardSize().apply(OBJECTS).toString());
        details.put("objects", found.objects());
        details.put("operations_per_second", found.load().operationsPerSecond());
        details.put("operations_per_cpu_second", found.load().operationsPerCpuSecond());
        details.put("resident_bytes_before", resident(found.before()));
        details.put("resident_bytes_after", resident(found.after()));
        details.put("shard_lookup_delay_ms", delays(found.shard()));
        details.put("idle_echo_delay_ms", delays(found.machine()));
        findings.detail("many_objects_10m", details);
    }

    private static Map<String, Long> resident(Resident memory) {
        Map<String, Long> parts = new LinkedHashMap<>();
        parts.put("total", memory.totalBytes());
        parts.put("anonymous", memory.anonymousBytes());
        parts.put("file", memory.fileBytes());
        parts.put("shared", memory.sharedBytes());
        return parts;
    }

    private static Map<String, Double> delays(Latencies latencies) {
        Map<String, Double> delays = new LinkedHashMap<>();
        delays.put("p50", latencies.percentileMicros(50) / 1e3);
        delays.put("p99", latencies.percentileMicros(99) / 1e3);
        delays.put("p999", latencies.percentileMicros(99.9) / 1e3);
        delays.put("max", latencies.maxMicros() / 1e3);
        return delays;
    }
}
