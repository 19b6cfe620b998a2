package io.pocket.benchmarks.compare;

import java.util.Set;
import java.util.function.Consumer;

/**
 * How to compare.
 *
 * @param rounds at least 1
 * @param quick a short look: fewer operations each round
 * @param wanted measures
 * @param progress told what happens now
 */
public record ComparisonSettings(int rounds, boolean quick, Set<Measure> wanted, Consumer<String> progress) {
    /** Most rounds. */
    public static final int ROUNDS_MAX = 1_000;

    /** Checks the rounds. */
    public ComparisonSettings {
        if (rounds < 1 || rounds > ROUNDS_MAX) {
            throw new IllegalArgumentException("--rounds must be 1 to " + ROUNDS_MAX + ", not " + rounds);
        }
        wanted = Set.copyOf(wanted);
    }
}
