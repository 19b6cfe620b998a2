package io.pocket.cli.demo;

import io.pocket.cli.cluster.MemoryFigures;
import io.pocket.cli.cluster.TierFigures;
import org.HdrHistogram.Histogram;

/** The report as text for a person. */
final class ReportText {

    private static final double MEGA = 1e6;
    private static final String NOTHING = "-";

    private ReportText() {}

    static String of(DemoReport report) {
        StringBuilder text = new StringBuilder();
        text.append('\n')
                .append(stages(report))
                .append('\n')
                .append(tiers(report))
                .append('\n');
        text.append(memory(report)).append('\n');
        report.verdicts().forEach(verdict -> text.append(verdict).append('\n'));
        text.append(left(report)).append('\n');
        report.failures()
                .forEach(failure -> text.append("FAILED: ").append(failure).append('\n'));
        return text.append(report.ok() ? "All checks passed.\n" : "").toString();
    }

    private static String stages(DemoReport report) {
        TextTable table = new TextTable(
                2,
                "job",
                "stage",
                "functions",
                "put MB",
                "get MB",
                "seconds",
                "MB/s",
                "PUT p50 ms",
                "p99",
                "GET p50 ms",
                "p99");
        for (StageReport stage : report.stages()) {
            Histogram puts = stage.traffic().putNanos();
            Histogram gets = stage.traffic().getNanos();
            table.row(
                    stage.job(),
                    stage.stage(),
                    Integer.toString(stage.functions()),
                    megabytes(stage.traffic().putBytes()),
                    megabytes(stage.traffic().getBytes()),
                    "%.2f".formatted(stage.seconds()),
                    "%.0f".formatted(stage.megabytesPerSecond()),
                    millis(puts, 50),
                    millis(puts, 99),
                    millis(gets, 50),
                    millis(gets, 99));
        }
        return table.render();
    }

    private static String tiers(DemoReport report) {
        TextTable table = new TextTable(1, "tier", "nodes", "capacity MB", "peak MB", "left bytes");
        for (TierFigures tier : report.tiersInUse()) {
            table.row(
                    tier.tier(),
                    Integer.toString(tier.nodesUp()),
                    megabytes(tier.capacityBytes()),
                    megabytes(tier.peakUsedBytes()),
                    Long.toString(tier.usedBytes()));
        }
        return table.render();
    }

    private static String memory(DemoReport report) {
        TextTable table = new TextTable(1, "process", "peak MB", "bound MB");
        for (MemoryFigures process : report.memory()) {
            table.row(process.process(), megabytes(process.peakBytes()), megabytes(process.boundBytes()));
        }
        return table.render();
    }

    private static String left(DemoReport report) {
        return "%d functions at once; %,d bytes left in the cluster after deregistering the jobs"
                .formatted(report.functionsAtOnce(), report.bytesLeft());
    }

    private static String megabytes(long bytes) {
        return "%.1f".formatted(bytes / MEGA);
    }

    private static String millis(Histogram nanos, double percentile) {
        return nanos.getTotalCount() == 0 ? NOTHING : "%.2f".formatted(nanos.getValueAtPercentile(percentile) / MEGA);
    }
}
