package io.pocket.client.fake;

import io.pocket.client.ClientOptions;
import io.pocket.client.PocketClient;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.ConnectionString;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.Tier;
import io.pocket.protocol.WeightMap;
import java.util.List;

/** A shard and two nodes. */
public final class FakeCluster implements AutoCloseable {
    public final FakeNode node1 = new FakeNode(1);
    public final FakeNode node2 = new FakeNode(2);
    public final FakeServer node1Server = new FakeServer(node1);
    public final FakeServer node2Server = new FakeServer(node2);
    public final FakeShard shard = new FakeShard(
            new WeightMap(1, List.of(Tier.DRAM), List.of(member(1, node1Server), member(2, node2Server))));
    public final FakeServer shardServer = new FakeServer(shard);

    private static WeightMap.Member member(int id, FakeServer server) {
        return new WeightMap.Member(id, 100 + id, Tier.DRAM, 10, server.address());
    }

    public String connectionString() {
        HostPort address = HostPort.parse(shardServer.address());
        return new ConnectionString(List.of(address), "job-1", Bytes.utf8("token")).toString();
    }

    public PocketClient connect() {
        return PocketClient.connect(connectionString());
    }

    public PocketClient connect(ClientOptions options) {
        return PocketClient.connect(connectionString(), options);
    }

    /** Chunks that any node holds. */
    public int chunks() {
        return node1.chunks.size() + node2.chunks.size();
    }

    @Override
    public void close() {
        shardServer.close();
        node1Server.close();
        node2Server.close();
    }
}
