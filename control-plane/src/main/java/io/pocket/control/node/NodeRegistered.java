package io.pocket.control.node;

import io.pocket.control.cluster.ClusterState;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.message.JobGrant;
import java.util.List;
import java.util.Optional;

/**
 * What a node must know before it serves.
 *
 * @param jobPublicKey base64 of the X.509 form of the key that job tokens are checked with
 * @param grants what jobs may have on this node
 * @param draining whether the node is to take no new chunks
 */
record NodeRegistered(
        int nodeId,
        String jobPublicKey,
        List<KnownShard> shards,
        List<KnownTombstone> tombstones,
        List<KnownGrant> grants,
        boolean draining) {

    /** A shard whose answers the node may believe. */
    record KnownShard(int shardId, HostPort address, long logId, long epoch) {}

    /** A job that must stay dropped. */
    record KnownTombstone(long job, long untilEpochSeconds) {}

    /** What a job may have on the node. */
    record KnownGrant(long job, long guaranteedBytes, long limitBytes, int maxConnections) {

        static KnownGrant of(JobGrant grant) {
            return new KnownGrant(grant.job(), grant.guaranteedBytes(), grant.limitBytes(), grant.maxConnections());
        }
    }

    static NodeRegistered of(int nodeId, String jobPublicKey, ClusterState state) {
        return new NodeRegistered(
                nodeId,
                jobPublicKey,
                state.shards().values().stream()
                        .map(shard -> new KnownShard(shard.id(), shard.address(), shard.logId(), shard.epoch()))
                        .toList(),
                state.tombstones().values().stream()
                        .map(tombstone -> new KnownTombstone(
                                tombstone.job(), tombstone.until().getEpochSecond()))
                        .toList(),
                state.jobs().values().stream()
                        .filter(job -> job.placement().uses(nodeId))
                        .map(job -> KnownGrant.of(job.grant(nodeId)))
                        .toList(),
                Optional.ofNullable(state.nodes().get(nodeId))
                        .map(node -> node.life().askedToDrain())
                        .orElse(false));
    }
}
