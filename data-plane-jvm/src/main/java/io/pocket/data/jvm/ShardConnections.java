package io.pocket.data.jvm;

import io.pocket.data.NodeCore;
import io.pocket.data.ShardPort;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.ShardEntry;
import io.pocket.server.FrameLoop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One connection to each shard that the controller names. On the loop's thread. */
final class ShardConnections implements ShardPort {

    private final FrameLoop loop;
    private final ServiceIdentity identity;
    private final Map<Integer, ShardConnection> connections = new HashMap<>();
    private NodeCore core;

    ShardConnections(FrameLoop loop, ServiceIdentity identity) {
        this.loop = loop;
        this.identity = identity;
    }

    /** The core that these serve; before anything else. */
    void serve(NodeCore owner) {
        core = owner;
    }

    @Override
    public void shards(List<ShardEntry> shards) {
        connections.entrySet().removeIf(entry -> {
            boolean obsolete = shards.stream()
                    .noneMatch(shard -> shard.shardId() == entry.getKey()
                            && entry.getValue().leadsTo(shard));
            if (obsolete) {
                entry.getValue().close();
            }
            return obsolete;
        });
        for (ShardEntry shard : shards) {
            connections.computeIfAbsent(shard.shardId(), id -> connect(shard));
        }
    }

    private ShardConnection connect(ShardEntry shard) {
        ShardConnection connection = new ShardConnection(shard, core, identity, loop);
        connection.start();
        return connection;
    }

    @Override
    public void send(int shardId, Request request) {
        connections.get(shardId).send(request);
    }

    void close() {
        connections.values().forEach(ShardConnection::close);
        connections.clear();
    }
}
