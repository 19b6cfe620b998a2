package io.pocket.benchmarks.stats;

import java.util.List;

/** The middle of some figures. */
public final class Median {
    private Median() {}

    /**
     * The middle figure, or the mean of the two in the middle.
     *
     * @throws IllegalArgumentException if there are none, or one is no number
     */
    public static double of(List<Double> figures) {
        if (figures.isEmpty() || figures.stream().anyMatch(figure -> figure.isNaN())) {
            throw new IllegalArgumentException("no median of " + figures);
        }
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
