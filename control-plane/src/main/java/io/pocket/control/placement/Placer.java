package io.pocket.control.placement;

import io.pocket.control.placement.ClusterView.NodeView;
import io.pocket.control.placement.ClusterView.ShardView;
import io.pocket.control.placement.Placement.Share;
import io.pocket.control.placement.Shortage.Resource;
import io.pocket.protocol.Tier;
import io.pocket.protocol.WeightMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Spreads a job over every node of the first of its tiers that has room, in proportion to what is free there. Later
 * tiers are in the map with weight 0, so data spills to them only. A map holds so many nodes at most; the emptiest of a
 * tier come first. A guaranteed capacity fills the tiers in order, and
 * is split within a tier as its free bytes are.
 */
public final class Placer {

    /** Weight of the node with most room; another's is its share of that, at least 1. */
    public static final int WEIGHT_SCALE = 10_000;

    /**
     * Places one job.
     *
     * @param seed decides between shards that serve equally many jobs; the same arguments give the same answer
     */
    public PlacementResult place(ClusterView view, Demand demand, long seed) {
        List<NodeView> candidates = candidates(view, demand.tiers());
        Shortage shortage = shortage(view, demand, candidates);
        return shortage != null
                ? shortage
                : new Placement(demand.tiers(), shares(demand, candidates), shards(view, demand, seed));
    }

    private static List<NodeView> candidates(ClusterView view, List<Tier> tiers) {
        return view.nodes().stream()
                .filter(node -> tiers.contains(node.tier()) && node.freeBytes() > 0)
                .sorted(Comparator.comparingInt((NodeView node) -> tiers.indexOf(node.tier()))
                        .thenComparing(
                                Comparator.comparingLong(NodeView::freeBytes).reversed())
                        .thenComparingInt(NodeView::id))
                .limit(WeightMap.MAX_MEMBERS)
                .toList();
    }

    private static Shortage shortage(ClusterView view, Demand demand, List<NodeView> candidates) {
        if (view.shards().isEmpty()) {
            return new Shortage(
                    Resource.SHARDS, 1, 0, "No metadata shard answers; start one, or wait until it has registered");
        }
        if (candidates.isEmpty()) {
            return new Shortage(
                    Resource.NODES,
                    1,
                    0,
                    "No node of the tiers " + labels(demand.tiers())
                            + " has free space; start one, or allow the job other tiers");
        }
        long machines = candidates.stream().map(NodeView::machine).distinct().count();
        if (machines < demand.replicas()) {
            return new Shortage(
                    Resource.MACHINES,
                    demand.replicas(),
                    machines,
                    "Replicas go to distinct machines; start nodes on more machines, or ask for fewer replicas");
        }
        long free = FreeSpace.bytes(candidates);
        if (free < demand.guaranteedBytes()) {
            return new Shortage(
                    Resource.BYTES,
                    demand.guaranteedBytes(),
                    free,
                    "The capacity asked for is not free; start nodes, drop jobs, or ask for less (leave capacityBytes out to go without a guarantee)");
        }
        return null;
    }

    private static String labels(List<Tier> tiers) {
        return tiers.stream().map(Tier::label).collect(Collectors.joining(", "));
    }

    private static List<Share> shares(Demand demand, List<NodeView> candidates) {
        List<Share> shares = new ArrayList<>(candidates.size());
        Tier first = candidates.getFirst().tier();
        long unplacedBytes = demand.guaranteedBytes();
        for (Tier tier : demand.tiers()) {
            List<NodeView> nodes =
                    candidates.stream().filter(node -> node.tier() == tier).toList();
            long placedBytes = Math.min(unplacedBytes, FreeSpace.bytes(nodes));
            addShares(shares, nodes, tier == first, placedBytes);
            unplacedBytes -= placedBytes;
        }
        return shares;
    }

    private static void addShares(List<Share> shares, List<NodeView> nodes, boolean first, long placedBytes) {
        long largest = FreeSpace.largest(nodes);
        long[] guaranteed = FreeSpace.split(placedBytes, nodes);
        for (int i = 0; i < guaranteed.length; i++) {
            NodeView node = nodes.get(i);
            shares.add(new Share(node.id(), first ? FreeSpace.weight(node, largest) : 0, guaranteed[i]));
        }
    }

    private static List<Integer> shards(ClusterView view, Demand demand, long seed) {
        List<ShardView> shards = new ArrayList<>(view.shards());
        Collections.shuffle(shards, new Random(seed));
        shards.sort(Comparator.comparingInt(ShardView::jobs));
        return shards.stream().limit(demand.shards()).map(ShardView::id).toList();
    }
}
