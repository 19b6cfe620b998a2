package io.pocket.benchmarks.metadata;

import io.pocket.benchmarks.bed.PocketBed;
import io.pocket.benchmarks.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Operations that a shard does in a second of its processor's time. */
public final class MetadataRate {
    /** What a shard of the shipped size can hold with room to spare; each further COMMIT replaces an object, and frees its chunk. */
    public static final int NAMES = 100_000;

    private static final long CAPACITY_BYTES = 256L << 20;
    private static final Duration WARM_UP = Duration.ofSeconds(8);

    private MetadataRate() {}

    /** Measures so many rounds of so long on a cluster of shipped defaults. */
    public static List<MetadataLoad.Cost> measure(int rounds, Duration time, Consumer<String> progress) {
        try (PocketBed pocket = PocketBed.start(1, CAPACITY_BYTES);
                Worker driver = Worker.start(List.of())) {
            progress.accept("metadata: warming up");
            MetadataLoad.run(pocket, driver, NAMES, Duration.ZERO, Long.MAX_VALUE, WARM_UP);
            List<MetadataLoad.Cost> costs = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                progress.accept("metadata: round " + round + " of " + rounds);
                costs.add(MetadataLoad.run(pocket, driver, NAMES, Duration.ZERO, Long.MAX_VALUE, time));
            }
            return costs;
        }
    }
}
