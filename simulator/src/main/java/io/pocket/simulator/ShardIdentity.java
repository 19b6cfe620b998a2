package io.pocket.simulator;

import io.pocket.protocol.HostPort;

/**
 * Which shard, where, and which life of it.
 *
 * @param logId of its journal
 * @param epoch rises with each start on that journal
 */
record ShardIdentity(int id, long logId, long epoch, HostPort address) {
    ShardIdentity next() {
        return new ShardIdentity(id, logId, epoch + 1, address);
    }
}
