package io.pocket.benchmarks.compare;

import io.pocket.benchmarks.metadata.ManyObjects.ShardSize;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * How to compare.
 *
 * @param rounds at least 1
 * @param quick a short look: fewer operations each round
 * @param wanted measures
 * @param shardSize how large a shard is for so many objects, where there are very many
 * @param progress told what happens now
 */
public record ComparisonSettings(
        int rounds, boolean quick, Set<Measure> wanted, IntFunction<ShardSize> shardSize, Consumer<String> progress) {
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
