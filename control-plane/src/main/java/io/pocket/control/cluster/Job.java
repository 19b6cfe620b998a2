package io.pocket.control.cluster;

import io.pocket.control.placement.Demand;
import io.pocket.control.placement.Placement;
import io.pocket.control.quota.NodeShare;
import io.pocket.control.quota.ShardShare;
import io.pocket.protocol.message.JobGrant;
import java.time.Instant;
import java.util.List;

/**
 * A registered job, or a named space, which is a job that no task belongs to.
 *
 * @param number never given to another job
 * @param mapEpoch of its weight map; grows with each change of a node that the map names
 * @param tokenExpiresAt end of its last token, in whole seconds; a job is dropped then, a space is not
 * @param confirmed its shards know it and its owner may be told; a job that a restart finds unconfirmed is dropped
 */
public record Job(
        long number,
        String name,
        Demand demand,
        Placement placement,
        long mapEpoch,
        Instant registeredAt,
        Instant tokenExpiresAt,
        boolean confirmed,
        JobTerms terms) {

    /** Journals of the first version tell no terms. */
    public Job {
        terms = terms == null ? JobTerms.NONE : terms;
    }

    /** How people and clients call it: {@code sort-17}. */
    public String id() {
        return name + "-" + number;
    }

    /** What it may have on a node. */
    public JobGrant grant(int node) {
        return new JobGrant(
                number,
                placement.guaranteedBytes(node),
                terms.limitBytes(node),
                terms.quotas().connections());
    }

    Job asConfirmed() {
        return new Job(number, name, demand, placement, mapEpoch, registeredAt, tokenExpiresAt, true, terms);
    }

    /** Whether a shard that it does not have may take new buckets of it. */
    public boolean takesShard(int shard) {
        return placement.shards().size() < demand.shards()
                && !placement.shards().contains(shard);
    }

    Job withShard(int shard) {
        return new Job(
                number,
                name,
                demand,
                placement.withShard(shard),
                mapEpoch,
                registeredAt,
                tokenExpiresAt,
                confirmed,
                terms);
    }

    Job withNextMapEpoch() {
        return new Job(number, name, demand, placement, mapEpoch + 1, registeredAt, tokenExpiresAt, confirmed, terms);
    }

    /** Elsewhere: its map is another one. */
    Job withPlacement(Placement placed, List<NodeShare> nodeShares) {
        return new Job(
                number,
                name,
                demand,
                placed,
                mapEpoch + 1,
                registeredAt,
                tokenExpiresAt,
                confirmed,
                terms.withNodeShares(nodeShares));
    }

    /** Without a node that has left. */
    Job without(int node) {
        List<NodeShare> others = terms.nodeShares().stream()
                .filter(share -> share.node() != node)
                .toList();
        return withPlacement(placement.without(node), others);
    }

    /** The same with its quotas split over shards in another way. */
    public Job withShardShares(List<ShardShare> shares) {
        return new Job(
                number,
                name,
                demand,
                placement,
                mapEpoch,
                registeredAt,
                tokenExpiresAt,
                confirmed,
                terms.withShardShares(shares));
    }

    /** A token was issued that is valid until then. */
    Job withTokenUntil(Instant until) {
        Instant last = until.isAfter(tokenExpiresAt) ? until : tokenExpiresAt;
        return new Job(number, name, demand, placement, mapEpoch, registeredAt, last, confirmed, terms);
    }
}
