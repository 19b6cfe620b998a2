package io.pocket.client.core;

import io.pocket.protocol.HostPort;
import java.util.List;

/**
 * Which shard a bucket lives on. All buckets live on the job's first shard until buckets are placed: then this asks that shard
 * with BUCKET_OPEN and remembers the answers.
 */
final class ShardRouter {
    private final List<HostPort> shards;

    ShardRouter(List<HostPort> shards) {
        this.shards = shards;
    }

    HostPort shardOfAllBuckets() {
        return shards.get(0);
    }
}
