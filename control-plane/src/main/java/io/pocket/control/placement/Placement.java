package io.pocket.control.placement;

import io.pocket.protocol.Tier;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a job lives.
 *
 * @param tiers the job's tiers in the order in which they fill
 * @param shares the nodes it may use, each once
 * @param shards ids of its metadata shards, never empty; the first places its buckets, and stays the first
 */
public record Placement(List<Tier> tiers, List<Share> shares, List<Integer> shards) implements PlacementResult {

    public Placement {
        tiers = List.copyOf(tiers);
        shares = List.copyOf(shares);
        shards = List.copyOf(shards);
    }

    /** Bytes set aside for the job on one node; 0 for a node that it does not use. */
    public long guaranteedBytes(int node) {
        return shares.stream()
                .filter(share -> share.node() == node)
                .mapToLong(Share::guaranteedBytes)
                .sum();
    }

    /** With another shard to take new buckets. */
    public Placement withShard(int shard) {
        List<Integer> more = new ArrayList<>(shards);
        more.add(shard);
        return new Placement(tiers, shares, more);
    }

    /** With other nodes. */
    public Placement withShares(List<Share> others) {
        return new Placement(tiers, others, shards);
    }

    /** Without one node; what was guaranteed there is given up. */
    public Placement without(int node) {
        return withShares(shares.stream().filter(share -> share.node() != node).toList());
    }

    public boolean uses(int node) {
        return shares.stream().anyMatch(share -> share.node() == node);
    }

    /**
     * A job's part of one node.
     *
     * @param weight of the client's draw, 0 to {@link Placer#WEIGHT_SCALE}; 0: only when better nodes are full
     * @param guaranteedBytes set aside for this job
     */
    public record Share(int node, int weight, long guaranteedBytes) {}
}
