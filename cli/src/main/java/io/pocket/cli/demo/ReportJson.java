package io.pocket.cli.demo;

import io.pocket.cli.cluster.MemoryFigures;
import io.pocket.cli.cluster.TierFigures;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The report as JSON for a program: names are in snake case and end in their unit. */
final class ReportJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private record Report(
            boolean ok,
            List<String> failures,
            long records,
            long seed,
            int functions,
            int functionsAtOnce,
            List<String> kills,
            List<String> verdicts,
            List<Stage> stages,
            List<Tier> tiers,
            List<Memory> memory,
            long bytesLeft) {}

    private record Stage(
            String job,
            String stage,
            int functions,
            long putBytes,
            long getBytes,
            double seconds,
            double megabytesPerSecond,
            Latency put,
            Latency get) {}

    private record Latency(long count, double p50Millis, double p99Millis, double maxMillis) {}

    private record Tier(String name, int nodes, long capacityBytes, long peakBytes, long leftBytes) {}

    private record Memory(String process, long peakBytes, long boundBytes) {}

    private ReportJson() {}

    static String of(DemoReport report) {
        DemoOptions options = report.options();
        return JSON.writerWithDefaultPrettyPrinter()
                        .writeValueAsString(new Report(
                                report.ok(),
                                report.failures(),
                                options.records(),
                                options.seed(),
                                options.functions(),
                                report.functionsAtOnce(),
                                options.kills().stream().map(ReportJson::label).toList(),
                                report.verdicts(),
                                report.stages().stream().map(ReportJson::stage).toList(),
                                report.tiersInUse().stream()
                                        .map(ReportJson::tier)
                                        .toList(),
                                report.memory().stream().map(ReportJson::memory).toList(),
                                report.bytesLeft()))
                + "\n";
    }

    private static String label(KillTarget target) {
        return target.name().toLowerCase(Locale.ROOT);
    }

    private static Stage stage(StageReport stage) {
        return new Stage(
                stage.job(),
                stage.stage(),
                stage.functions(),
                stage.traffic().putBytes(),
                stage.traffic().getBytes(),
                stage.seconds(),
                stage.megabytesPerSecond(),
                latency(stage.traffic().putNanos()),
                latency(stage.traffic().getNanos()));
    }

    private static Latency latency(Histogram nanos) {
        return new Latency(
                nanos.getTotalCount(),
                nanos.getValueAtPercentile(50) / 1e6,
                nanos.getValueAtPercentile(99) / 1e6,
                nanos.getMaxValue() / 1e6);
    }

    private static Memory memory(MemoryFigures memory) {
        return new Memory(memory.process(), memory.peakBytes(), memory.boundBytes());
    }

    private static Tier tier(TierFigures tier) {
        return new Tier(tier.tier(), tier.nodesUp(), tier.capacityBytes(), tier.peakUsedBytes(), tier.usedBytes());
    }
}
