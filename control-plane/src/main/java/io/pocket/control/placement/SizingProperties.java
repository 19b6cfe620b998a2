package io.pocket.control.placement;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Figures from which missing hints are derived. The defaults are those of the OSDI 2018 system: i3.2xlarge nodes with 60
 * GB of DRAM for data, 111 GB of flash and 8 Gb/s, and functions that move at most 600 Mb/s.
 *
 * @param functionBitsPerSecond what one function can move
 * @param nodeBitsPerSecond what one node can move
 * @param nodeDram bytes of DRAM that one node offers
 * @param nodeFlash bytes of flash that one node offers
 * @param defaultNodes nodes' worth of room for a job without hints
 * @param defaultLifetime life of a job that names none
 * @param shardsPerJob most metadata shards that the buckets of a job are spread over if it names no number
 */
@Validated
@ConfigurationProperties("pocket.controller.sizing")
public record SizingProperties(
        @DefaultValue("600000000") @Min(1) @Max(Hints.MAX_BANDWIDTH_BITS_PER_SECOND)
        long functionBitsPerSecond,

        @DefaultValue("8000000000") @Min(1) @Max(Hints.MAX_BANDWIDTH_BITS_PER_SECOND)
        long nodeBitsPerSecond,

        @DefaultValue("60000000000B") @NotNull DataSize nodeDram,
        @DefaultValue("111000000000B") @NotNull DataSize nodeFlash,
        @DefaultValue("2") @Min(1) @Max(10_000) int defaultNodes,

        @DefaultValue("1h") @DurationMin(seconds = 1) @DurationMax(days = 30)
        Duration defaultLifetime,

        @DefaultValue("16") @Min(1) @Max(Hints.MAX_SHARDS) int shardsPerJob) {

    public SizingProperties {
        requirePositive("node-dram", nodeDram);
        requirePositive("node-flash", nodeFlash);
    }

    private static void requirePositive(String name, DataSize size) {
        if (size != null && size.toBytes() <= 0) {
            throw new IllegalArgumentException(
                    "pocket.controller.sizing." + name + " must be greater than 0, not " + size);
        }
    }
}
