package io.pocket.data;

import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.ShardEntry;
import java.util.List;

/** The way from {@link NodeCore} to the shards, which the driver keeps. On the owner thread. */
public interface ShardPort {

    /**
     * These are all shards there are. The driver connects to each with HELLO as a node, tells
     * {@link NodeCore#shardConnected}, and closes connections to shards that are no longer named.
     */
    void shards(List<ShardEntry> shards);

    /**
     * Sends a request to a connected shard. How it ends comes back once through {@link NodeCore#onShardReply}, unless the
     * connection is lost first ({@link NodeCore#shardDisconnected}).
     */
    void send(int shardId, Request request);
}
