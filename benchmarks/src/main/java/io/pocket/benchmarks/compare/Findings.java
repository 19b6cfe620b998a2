package io.pocket.benchmarks.compare;

import io.pocket.benchmarks.contender.ContenderKind;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** What a comparison has found: samples, figures of measures that are no ratios of rows, and why others are missing. Not thread-safe. */
public final class Findings {
    private final Samples samples = new Samples();
    private final Map<Measure, Double> figures = new EnumMap<>(Measure.class);
    private final Map<Measure, String> skipped = new EnumMap<>(Measure.class);
    private final Map<String, Object> details = new LinkedHashMap<>();

    /** The samples of rows. */
    public Samples samples() {
        return samples;
    }

    /** A figure that is no ratio of a row. */
    public void found(Measure measure, double figure) {
        figures.put(measure, figure);
    }

    /** What lies behind a figure, for JSON. */
    public void detail(String name, Object value) {
        details.put(name, value);
    }

    /** Why a measure is missing. */
    public void skip(Measure measure, String reason) {
        skipped.put(measure, reason);
    }

    /** The figure of a measure, if it was measured. */
    public OptionalDouble figure(Measure measure) {
        if (figures.containsKey(measure)) {
            return OptionalDouble.of(figures.get(measure));
        }
        return measure.row()
                .map(row -> samples.ratio(row.id(), measure.statistic(), ContenderKind.POCKET, measure.peer()))
                .orElse(OptionalDouble.empty());
    }

    Map<Measure, String> skipped() {
        return skipped;
    }

    Map<String, Object> details() {
        return details;
    }
}
