package io.pocket.control.placement;

import io.pocket.protocol.Tier;
import java.util.List;

/**
 * The effective hints of a job: what was given, and what was derived for the rest.
 *
 * @param functions functions that run at once, at least 1
 * @param capacityBytes bytes at the peak before replication, at least 1
 * @param peakBandwidthBitsPerSecond bits per second at the peak, at least 1
 * @param tiers tiers the job may use, in the order in which they fill; never empty
 * @param lifetimeSeconds seconds until the job's token ends
 * @param replicas copies of each chunk
 * @param shards most metadata shards that the job's buckets are spread over, at least 1
 * @param derived names of the components that the owner did not give
 */
public record Demand(
        boolean latencySensitive,
        int functions,
        long capacityBytes,
        long peakBandwidthBitsPerSecond,
        List<Tier> tiers,
        long lifetimeSeconds,
        int replicas,
        int shards,
        List<String> derived) {

    static final String CAPACITY_BYTES = "capacityBytes";

    public Demand {
        tiers = List.copyOf(tiers);
        derived = List.copyOf(derived);
    }

    /** Bytes to set aside on nodes: only a capacity that the owner named is guaranteed; a derived one is a guess. */
    public long guaranteedBytes() {
        return derived.contains(CAPACITY_BYTES) ? 0 : capacityBytes * replicas;
    }
}
