package io.pocket.benchmarks.compare;

import io.pocket.benchmarks.contender.ContenderKind;
import io.pocket.benchmarks.plot.BarChart;
import io.pocket.benchmarks.plot.BarChart.Bar;
import io.pocket.benchmarks.plot.BarChart.Panel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows as charts: one for each statistic, with a panel for each row. */
public final class Charts {
    private static final Map<Statistic, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put(Statistic.P50_MICROS, "latency");
        NAMES.put(Statistic.OPS_PER_SECOND, "load");
        NAMES.put(Statistic.MB_PER_SECOND, "throughput");
    }

    private Charts() {}

    /** Charts by file name; none for statistics that were not measured. */
    public static Map<String, BarChart> of(Findings findings) {
        Map<String, BarChart> charts = new LinkedHashMap<>();
        NAMES.forEach((statistic, name) -> {
            List<Panel> panels = Rows.ALL.stream()
                    .filter(row -> row.statistic() == statistic)
                    .map(row -> new Panel(row.title(), bars(findings.samples(), row)))
                    .filter(panel -> !panel.bars().isEmpty())
                    .toList();
            if (!panels.isEmpty()) {
                charts.put(name, chart(statistic, panels));
            }
        });
        return charts;
    }

    private static BarChart chart(Statistic statistic, List<Panel> panels) {
        return switch (statistic) {
            case P50_MICROS -> new BarChart("One operation at a time, median; less is better", "µs", panels);
            case OPS_PER_SECOND -> new BarChart("Many requests under way; more is better", "operations/s", panels);
            default -> new BarChart("One client; more is better", "MB/s", panels);
        };
    }

    private static List<Bar> bars(Samples samples, Row row) {
        return row.contenders().stream()
                .filter(contender ->
                        !samples.rounds(row.id(), contender, row.statistic()).isEmpty())
                .map(contender -> bar(samples, row, contender))
                .toList();
    }

    private static Bar bar(Samples samples, Row row, ContenderKind contender) {
        List<Double> rounds = samples.rounds(row.id(), contender, row.statistic());
        return new Bar(
                Labels.of(contender),
                samples.median(row.id(), contender, row.statistic()).orElseThrow(),
                rounds.stream().mapToDouble(each -> each).min().orElseThrow(),
                rounds.stream().mapToDouble(each -> each).max().orElseThrow());
    }
}
