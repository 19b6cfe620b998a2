package io.pocket.data.jvm;

import io.pocket.protocol.message.JobGrant;
import io.pocket.protocol.message.ShardEntry;
import io.pocket.protocol.message.Tombstone;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the controller tells a node and the node must know before it serves.
 *
 * @param jobPublicKey base64 of the X.509 form of the key that job tokens are checked with
 * @param grants what jobs may have on this node
 * @param draining whether the controller wants the node to take no new chunks
 */
record ClusterKnowledge(
        int nodeId,
        String jobPublicKey,
        List<ShardEntry> shards,
        List<Tombstone> tombstones,
        List<JobGrant> grants,
        boolean draining) {

    ClusterKnowledge {
        shards = List.copyOf(shards);
        tombstones = List.copyOf(tombstones);
        grants = List.copyOf(grants);
    }

    /** What a registration told, and of the time before it what it leaves in force: drops are never taken back. */
    ClusterKnowledge after(ClusterKnowledge former) {
        List<Tombstone> all = Stream.concat(tombstones.stream(), former.tombstones.stream())
                .distinct()
                .toList();
        return new ClusterKnowledge(nodeId, jobPublicKey, shards, all, grants, draining);
    }
}
