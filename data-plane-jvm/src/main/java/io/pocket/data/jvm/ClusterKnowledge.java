package io.pocket.data.jvm;

import io.pocket.protocol.message.ShardEntry;
import io.pocket.protocol.message.Tombstone;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the controller tells a node at registration and the node must know before it serves.
 *
 * @param jobPublicKey base64 of the X.509 form of the key that job tokens are checked with
 */
record ClusterKnowledge(int nodeId, String jobPublicKey, List<ShardEntry> shards, List<Tombstone> tombstones) {

    ClusterKnowledge {
        shards = List.copyOf(shards);
        tombstones = List.copyOf(tombstones);
    }

    /** The same, and jobs that were known to be dropped before: a drop is never taken back. */
    ClusterKnowledge withTombstonesOf(ClusterKnowledge former) {
        return with(
                shards,
                Stream.concat(tombstones.stream(), former.tombstones.stream())
                        .distinct()
                        .toList());
    }

    ClusterKnowledge with(List<ShardEntry> newShards, List<Tombstone> newTombstones) {
        return new ClusterKnowledge(nodeId, jobPublicKey, newShards, newTombstones);
    }
}
