package io.pocket.control.cluster;

import io.pocket.control.placement.Demand;
import io.pocket.control.placement.Placement;
import io.pocket.control.quota.Quotas;
import io.pocket.control.quota.ShardShare;
import io.pocket.control.quota.ShareSplit;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.Tier;
import java.time.Instant;
import java.util.List;

/** Events for tests. */
public final class Events {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00.123456789Z");

    private Events() {}

    public static ClusterEvent jobAdmitted(long number, int node, int shard) {
        Placement placement =
                new Placement(List.of(Tier.DRAM), List.of(new Placement.Share(node, 10_000, 100)), List.of(shard));
        Demand demand = new Demand(true, 1, 100, 600, List.of(Tier.DRAM), 60, 1, 2, List.of("functions"));
        return new ClusterEvent.JobAdmitted(
                new Job(number, "sort", demand, placement, 1, NOW, NOW.plusSeconds(60), false, JobTerms.NONE));
    }

    /** A job of these shards, whose quotas are split evenly. */
    public static ClusterEvent jobWithQuotas(long number, Quotas quotas, int node, List<Integer> shards) {
        Placement placement = new Placement(List.of(Tier.DRAM), List.of(new Placement.Share(node, 10_000, 0)), shards);
        Demand demand =
                new Demand(true, 1, 100, 600, List.of(Tier.DRAM), 60, 1, shards.size(), List.of("capacityBytes"));
        List<ShardShare> unused =
                shards.stream().map(shard -> new ShardShare(shard, 0, 0, 0, 0)).toList();
        JobTerms terms = new JobTerms(false, 0, quotas, ShareSplit.ofShards(quotas, unused), List.of());
        return new ClusterEvent.JobAdmitted(
                new Job(number, "sort", demand, placement, 1, NOW, NOW.plusSeconds(60), false, terms));
    }

    public static ClusterEvent jobDropped(long number) {
        return new ClusterEvent.JobDropped(new Tombstone(number, NOW.plusSeconds(120)));
    }

    public static Node node(int id, long incarnation, int port) {
        return new Node(
                id,
                incarnation,
                List.of(),
                Tier.DRAM,
                new HostPort("127.0.0.1", port),
                1000,
                "machine",
                "",
                NOW,
                NodeLife.LIVE,
                "");
    }

    public static ClusterEvent nodeRegistered(int id, long incarnation, int port) {
        return new ClusterEvent.NodeRegistered(node(id, incarnation, port));
    }

    public static ClusterEvent nodeLeft(int id, long incarnation, boolean chunksLost) {
        return new ClusterEvent.NodeLeft(new DepartedNode(node(id, incarnation, 7001), chunksLost, NOW));
    }

    public static Shard shard(int id, long logId, int port) {
        return new Shard(id, logId, 1, new HostPort("127.0.0.1", port), "", NOW);
    }

    public static ClusterEvent shardRegistered(int id, long logId, int port) {
        return new ClusterEvent.ShardRegistered(shard(id, logId, port));
    }
}
