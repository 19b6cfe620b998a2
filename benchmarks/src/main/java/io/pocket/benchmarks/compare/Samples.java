package io.pocket.benchmarks.compare;

import io.pocket.benchmarks.contender.ContenderKind;
import io.pocket.benchmarks.stats.Median;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/** What was measured: for row, contender and statistic a figure of each round. Not thread-safe. */
public final class Samples {
    private final Map<String, Map<ContenderKind, Map<Statistic, List<Double>>>> rounds = new LinkedHashMap<>();

    /** Adds the figures of a round. */
    public void add(String row, ContenderKind contender, Map<Statistic, Double> figures) {
        Map<Statistic, List<Double>> all = rounds.computeIfAbsent(row, key -> new EnumMap<>(ContenderKind.class))
                .computeIfAbsent(contender, key -> new EnumMap<>(Statistic.class));
        figures.forEach((statistic, figure) ->
                all.computeIfAbsent(statistic, key -> new ArrayList<>()).add(figure));
    }

    /** The figures in the order of the rounds; empty if there are none. */
    public List<Double> rounds(String row, ContenderKind contender, Statistic statistic) {
        return rounds.getOrDefault(row, Map.of())
                .getOrDefault(contender, Map.of())
                .getOrDefault(statistic, List.of());
    }

    /** Their median. */
    public OptionalDouble median(String row, ContenderKind contender, Statistic statistic) {
        List<Double> figures = rounds(row, contender, statistic);
        return figures.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Median.of(figures));
    }

    /** Median of one contender over that of another. */
    public OptionalDouble ratio(String row, Statistic statistic, ContenderKind over, ContenderKind under) {
        OptionalDouble upper = median(row, over, statistic);
        OptionalDouble lower = median(row, under, statistic);
        return upper.isPresent() && lower.isPresent()
                ? OptionalDouble.of(upper.getAsDouble() / lower.getAsDouble())
                : OptionalDouble.empty();
    }

    /** All of it, as maps for JSON: row, contender, statistic, figures of the rounds. */
    public Map<String, Map<String, Map<String, List<Double>>>> asMaps() {
        return map(List::copyOf);
    }

    /** As {@link #asMaps}, with the median instead of the figures. */
    public Map<String, Map<String, Map<String, Double>>> medians() {
        return map(Median::of);
    }

    private <T> Map<String, Map<String, Map<String, T>>> map(Function<List<Double>, T> figures) {
        Map<String, Map<String, Map<String, T>>> rows = new LinkedHashMap<>();
        rounds.forEach((row, contenders) -> contenders.forEach((contender, statistics) -> {
            Map<String, T> byStatistic = new LinkedHashMap<>();
            statistics.forEach((statistic, all) -> byStatistic.put(statistic.label(), figures.apply(all)));
            rows.computeIfAbsent(row, key -> new LinkedHashMap<>()).put(Labels.of(contender), byStatistic);
        }));
        return rows;
    }
}
