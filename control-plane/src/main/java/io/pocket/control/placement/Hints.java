package io.pocket.control.placement;

import io.pocket.protocol.Tier;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.hibernate.validator.constraints.UniqueElements;

/**
 * What a job's owner knows about it. Every component is optional: null means "not given", and the
 * {@link Rightsizer} derives it.
 *
 * @param latencySensitive prefer the quickest tier over the cheapest
 * @param functions how many functions run at once
 * @param capacityBytes bytes the job keeps at its peak, before replication
 * @param peakBandwidthBitsPerSecond bits per second moved by all functions together at the peak
 * @param tiers the only tiers to use, in the order in which they fill
 * @param lifetimeSeconds after this time the job's token ends and the job is dropped
 * @param replicas copies of each chunk, on distinct machines
 * @param shards most metadata shards to spread the job's buckets over
 */
@Schema(description = "What is known about the job; everything left out is derived")
public record Hints(
        Boolean latencySensitive,
        @Min(1) @Max(MAX_FUNCTIONS) Integer functions,
        @Min(1) @Max(MAX_CAPACITY_BYTES) Long capacityBytes,
        @Min(1) @Max(MAX_BANDWIDTH_BITS_PER_SECOND) Long peakBandwidthBitsPerSecond,
        @Size(min = 1, max = 4) @UniqueElements List<@NotNull Tier> tiers,
        @Min(1) @Max(MAX_LIFETIME_SECONDS) Long lifetimeSeconds,
        @Min(1) @Max(MAX_REPLICAS) Integer replicas,
        @Min(1) @Max(MAX_SHARDS) Integer shards) {

    /** No cloud runs more functions of one account at once. */
    public static final int MAX_FUNCTIONS = 100_000;

    /** One pebibyte. */
    public static final long MAX_CAPACITY_BYTES = 1L << 50;

    /** 1 Pb/s: {@link #MAX_FUNCTIONS} functions at 10 Gb/s each. */
    public static final long MAX_BANDWIDTH_BITS_PER_SECOND = 1_000_000_000_000_000L;

    /** Thirty days; data is ephemeral. */
    public static final long MAX_LIFETIME_SECONDS = 30L * 24 * 3600;

    public static final int MAX_REPLICAS = 3;

    public static final int MAX_SHARDS = 64;

    public static final Hints NONE = new Hints(null, null, null, null, null, null, null, null);

    public Hints {
        // Not List.copyOf: a null element must reach the validation, which names it.
        tiers = tiers == null ? null : Collections.unmodifiableList(new ArrayList<>(tiers));
    }
}
