package io.pocket.benchmarks.compare;

import io.pocket.benchmarks.contender.ContenderKind;
import io.pocket.cli.demo.TextTable;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** The findings as tables. */
public final class ReportText {
    private ReportText() {}

    /** Medians of the rows, then the measures that were asked for. */
    public static String of(Findings findings, Set<Measure> wanted) {
        return rows(findings.samples()) + "\n" + measures(findings, wanted);
    }

    private static String rows(Samples samples) {
        TextTable table = new TextTable(
                2, "row", "contender", "p50 µs", "p99 µs", "p99.9 µs", "ops/s", "MB/s", "rounds: lowest … highest");
        for (Row row : Rows.ALL) {
            for (ContenderKind contender : row.contenders()) {
                if (!samples.rounds(row.id(), contender, row.statistic()).isEmpty()) {
                    table.row(line(samples, row, contender));
                }
            }
        }
        return table.isEmpty() ? "" : table.render();
    }

    private static String[] line(Samples samples, Row row, ContenderKind contender) {
        List<Double> rounds = samples.rounds(row.id(), contender, row.statistic());
        double low = rounds.stream().mapToDouble(each -> each).min().orElseThrow();
        double high = rounds.stream().mapToDouble(each -> each).max().orElseThrow();
        return new String[] {
            row.title(),
            Labels.of(contender),
            figure(samples.median(row.id(), contender, Statistic.P50_MICROS)),
            figure(samples.median(row.id(), contender, Statistic.P99_MICROS)),
            figure(samples.median(row.id(), contender, Statistic.P999_MICROS)),
            figure(samples.median(row.id(), contender, Statistic.OPS_PER_SECOND)),
            figure(samples.median(row.id(), contender, Statistic.MB_PER_SECOND)),
            figure(OptionalDouble.of(low)) + " … " + figure(OptionalDouble.of(high))
        };
    }

    private static String measures(Findings findings, Set<Measure> wanted) {
        TextTable table = new TextTable(1, "measure", "figure", "better");
        wanted.stream().sorted().forEach(measure -> {
            OptionalDouble figure = findings.figure(measure);
            String shown = figure.isPresent()
                    ? "%.3f".formatted(figure.getAsDouble())
                    : "skipped: " + findings.skipped().getOrDefault(measure, "not measured");
            table.row(measure.key(), shown, measure.isBetterLow() ? "low" : "high");
        });
        return table.render();
    }

    private static String figure(OptionalDouble value) {
        if (value.isEmpty()) {
            return "";
        }
        double figure = value.getAsDouble();
        return figure >= 1000 ? "%,.0f".formatted(figure) : "%.1f".formatted(figure);
    }
}
