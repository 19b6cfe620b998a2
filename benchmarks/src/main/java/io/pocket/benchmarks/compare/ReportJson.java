package io.pocket.benchmarks.compare;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import tools.jackson.databind.json.JsonMapper;

/**
 * The findings for a program. {@code measures} holds every key; null where it was not measured, and {@code skipped} says why.
 * {@code rounds} holds what the ratios are made of: row, contender, statistic, a figure for each round; names end in their unit.
 */
public final class ReportJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ReportJson() {}

    /** As indented text. */
    public static String of(Findings findings, ComparisonSettings settings) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("measures", measures(findings));
        report.put("skipped", skipped(findings));
        report.put("settings", Map.of("rounds", settings.rounds(), "quick", settings.quick()));
        report.put("machine", Machine.describe());
        report.put("medians", medians(findings));
        report.put("rounds", findings.samples().asMaps());
        report.put("details", findings.details());
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
    }

    private static Map<String, Double> measures(Findings findings) {
        Map<String, Double> all = new LinkedHashMap<>();
        for (Measure measure : Measure.values()) {
            OptionalDouble figure = findings.figure(measure);
            all.put(measure.key(), figure.isPresent() ? figure.getAsDouble() : null);
        }
        return all;
    }

    private static Map<String, String> skipped(Findings findings) {
        Map<String, String> all = new LinkedHashMap<>();
        findings.skipped().forEach((measure, reason) -> all.put(measure.key(), reason));
        return all;
    }

    private static Map<String, Map<String, Map<String, Double>>> medians(Findings findings) {
        return findings.samples().medians();
    }
}
