package io.pocket.control.placement;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** Sizing figures for tests. */
public final class Sizings {

    private Sizings() {}

    /** Those of the OSDI 2018 system. */
    public static SizingProperties published() {
        return withShardsPerJob(1);
    }

    static SizingProperties withShardsPerJob(int shards) {
        return new SizingProperties(
                600_000_000L,
                8_000_000_000L,
                DataSize.ofBytes(60_000_000_000L),
                DataSize.ofBytes(111_000_000_000L),
                2,
                Duration.ofHours(1),
                shards);
    }
}
