package io.pocket.control.shard;

import io.pocket.control.cluster.Shard;
import io.pocket.control.push.Reachability;
import io.pocket.protocol.HostPort;
import java.time.Instant;

/**
 * A shard as the interface shows it.
 *
 * @param state connecting, up or unreachable
 * @param jobs how many jobs it serves
 */
record ShardView(
        int shardId,
        long logId,
        long epoch,
        String state,
        HostPort address,
        String metricsAddress,
        int jobs,
        Instant registeredAt) {

    static ShardView of(Shard shard, Reachability reachability, int jobs) {
        return new ShardView(
                shard.id(),
                shard.logId(),
                shard.epoch(),
                reachability.label(),
                shard.address(),
                shard.metricsAddress(),
                jobs,
                shard.registeredAt());
    }
}
