package io.pocket.control.cluster;

import io.pocket.control.quota.NodeShare;
import io.pocket.control.quota.Quotas;
import io.pocket.control.quota.ShardShare;
import java.util.List;

/**
 * On what terms a job has its place.
 *
 * @param space it is a named space: it ends by being deleted, not with its last token
 * @param defaultTtlSeconds of objects put without one into a bucket without one; 0 for none
 * @param shardShares parts of the quotas that shards keep, one for each shard; empty where there are none
 * @param nodeShares parts of the byte quota, one for each node; empty where there is none
 */
public record JobTerms(
        boolean space,
        long defaultTtlSeconds,
        Quotas quotas,
        List<ShardShare> shardShares,
        List<NodeShare> nodeShares) {

    /** Of a job that asked for nothing. */
    public static final JobTerms NONE = new JobTerms(false, 0, Quotas.NONE, List.of(), List.of());

    public JobTerms {
        shardShares = List.copyOf(shardShares);
        nodeShares = List.copyOf(nodeShares);
    }

    JobTerms withShardShares(List<ShardShare> changed) {
        return new JobTerms(space, defaultTtlSeconds, quotas, changed, nodeShares);
    }

    JobTerms withNodeShares(List<NodeShare> changed) {
        return new JobTerms(space, defaultTtlSeconds, quotas, shardShares, changed);
    }

    /** What a shard may hold and do; one that was given nothing yet has the least that the wire can tell. */
    public ShardShare shardShare(int shard) {
        return shardShares.stream()
                .filter(share -> share.shard() == shard)
                .findFirst()
                .orElseGet(() -> ShardShare.least(shard, quotas));
    }

    /** Most bytes on a node, 0 for any number; one that was given nothing yet has the least that the wire can tell. */
    public long limitBytes(int node) {
        return nodeShares.stream()
                .filter(share -> share.node() == node)
                .mapToLong(NodeShare::limitBytes)
                .findFirst()
                .orElse(Math.min(1, quotas.bytes()));
    }
}
