package io.pocket.control.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.protocol.Tier;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RightsizerTest {

    private static final long GB = 1_000_000_000L;
    private static final long MBPS = 1_000_000L;

    private final Rightsizer rightsizer = new Rightsizer(Sizings.published());

    /** The published table: hints given, then GB and Mb/s that follow. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // sensitive, functions, GB, Mb/s -> GB, Mb/s
                "true,  -,  -,  -,     342,  16000",
                "false, -,  -,  -,     222,  16000",
                "true,  40, -,  -,     513,  24000",
                "false, 40, -,  -,     333,  24000",
                "true,  40, -,  5000,  513,  5000",
                "true,  40, 12, -,     12,   24000",
                "true,  -,  -,  24000, 513,  24000",
                "false, -,  -,  24000, 333,  24000",
                "true,  -,  90, -,     90,   12000",
                "false, -,  222,-,     222,  16000",
                "true,  -,  12, 24000, 12,   24000",
            })
    void shouldFollowThePublishedTable(
            boolean sensitive,
            Integer functions,
            Long gigabytes,
            Long mbps,
            long expectedGigabytes,
            long expectedMbps) {
        Demand demand = rightsizer.size(new Hints(
                sensitive,
                functions,
                gigabytes == null ? null : gigabytes * GB,
                mbps == null ? null : mbps * MBPS,
                null,
                null,
                null,
                null));

        assertThat(demand.capacityBytes()).isEqualTo(expectedGigabytes * GB);
        assertThat(demand.peakBandwidthBitsPerSecond()).isEqualTo(expectedMbps * MBPS);
    }

    @Test
    void shouldTakeAJobWithoutHintsForLatencySensitive() {
        Demand demand = rightsizer.size(Hints.NONE);

        assertThat(demand.tiers()).containsExactly(Tier.DRAM, Tier.NVME, Tier.SSD, Tier.HDD);
        assertThat(demand.latencySensitive()).isTrue();
        assertThat(demand.lifetimeSeconds()).isEqualTo(Duration.ofHours(1).toSeconds());
        assertThat(demand.replicas()).isEqualTo(1);
        assertThat(demand.functions()).isEqualTo(27);
    }

    @Test
    void shouldSpreadAJobOverAsManyShardsAsConfiguredUnlessItNamesANumber() {
        Rightsizer sixteen = new Rightsizer(Sizings.withShardsPerJob(16));

        assertThat(sixteen.size(Hints.NONE).shards()).isEqualTo(16);
        assertThat(sixteen.size(new Hints(null, null, null, null, null, null, null, 3))
                        .shards())
                .isEqualTo(3);
    }

    @Test
    void shouldNameWhatWasDerived() {
        Demand demand = rightsizer.size(new Hints(true, 16, null, null, List.of(Tier.SSD), 60L, null, null));

        assertThat(demand.derived())
                .containsExactly("capacityBytes", "peakBandwidthBitsPerSecond", "replicas", "shards");
        assertThat(demand.tiers()).containsExactly(Tier.SSD);
        assertThat(demand.lifetimeSeconds()).isEqualTo(60);
    }

    @Test
    void shouldGuaranteeOnlyACapacityThatWasAskedFor() {
        assertThat(rightsizer.size(Hints.NONE).guaranteedBytes()).isZero();
        assertThat(rightsizer
                        .size(new Hints(null, null, 7L, null, null, null, 3, null))
                        .guaranteedBytes())
                .isEqualTo(21);
    }

    @Test
    void shouldDeriveWithinBoundsFromTheLargestHints() {
        Demand demand = rightsizer.size(new Hints(
                false, null, null, Hints.MAX_BANDWIDTH_BITS_PER_SECOND, null, null, Hints.MAX_REPLICAS, null));

        assertThat(demand.functions()).isEqualTo(Hints.MAX_FUNCTIONS);
        assertThat(demand.capacityBytes()).isPositive();
    }
}
