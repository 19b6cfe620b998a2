package io.pocket.control.placement;

import io.pocket.control.placement.ClusterView.NodeView;
import io.pocket.control.placement.Placement.Share;
import io.pocket.protocol.Tier;
import io.pocket.protocol.WeightMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Finds other nodes for jobs that are placed already, when theirs drain or leave. Members are only added: data is read where it is.
 *
 * <p>For several jobs, one after the other: what one gets the next one does not. No I/O, clock or thread; one caller at a time.
 */
public final class Relocation {

    private final Map<Integer, NodeView> nodes = new LinkedHashMap<>();

    /** @param view the nodes that take new data, and only those */
    public Relocation(ClusterView view) {
        view.nodes().forEach(node -> nodes.put(node.id(), node));
    }

    /**
     * A placement with what was guaranteed elsewhere.
     *
     * @param unplacedBytes for which there was no room
     */
    public record Moved(Placement placement, long unplacedBytes) {}

    /** Whether no member would get new data but by spilling. */
    public static boolean isStranded(Placement placement, IntPredicate drains) {
        return placement.shares().stream().noneMatch(share -> share.weight() > 0 && !drains.test(share.node()));
    }

    /**
     * Gives weight to nodes of the first of the job's tiers in which any has room, members or not.
     *
     * @return nothing if the job is not stranded, or nowhere is room
     */
    public Optional<Placement> rescue(Placement placement, IntPredicate drains) {
        if (!isStranded(placement, drains)) {
            return Optional.empty();
        }
        return placement.tiers().stream()
                .map(tier -> candidates(tier, placement))
                .filter(candidates -> !candidates.isEmpty())
                .findFirst()
                .map(candidates -> withTakers(placement, candidates));
    }

    private static Placement withTakers(Placement placement, List<NodeView> takers) {
        Map<Integer, Share> shares = byNode(placement);
        long largest = FreeSpace.largest(takers);
        for (NodeView taker : takers) {
            int weight = FreeSpace.weight(taker, largest);
            shares.merge(
                    taker.id(),
                    new Share(taker.id(), weight, 0),
                    (known, added) -> new Share(known.node(), weight, known.guaranteedBytes()));
        }
        return placement.withShares(List.copyOf(shares.values()));
    }

    /** Guarantees so many bytes more, tier after tier, in proportion to what is free. */
    public Moved guarantee(long bytes, Placement placement) {
        Map<Integer, Share> shares = byNode(placement);
        long unplacedBytes = bytes;
        for (Tier tier : placement.tiers()) {
            List<NodeView> candidates = candidates(tier, placement.withShares(List.copyOf(shares.values())));
            long placedBytes = Math.min(unplacedBytes, FreeSpace.bytes(candidates));
            if (placedBytes > 0) {
                add(placedBytes, candidates, shares);
                unplacedBytes -= placedBytes;
            }
        }
        return new Moved(placement.withShares(List.copyOf(shares.values())), unplacedBytes);
    }

    private void add(long bytes, List<NodeView> candidates, Map<Integer, Share> shares) {
        boolean weighted = candidates.stream().anyMatch(node -> isWeighted(shares.get(node.id())));
        long largest = FreeSpace.largest(candidates);
        long[] parts = FreeSpace.split(bytes, candidates);
        for (int i = 0; i < parts.length; i++) {
            NodeView node = candidates.get(i);
            if (parts[i] > 0) {
                int weight = weighted ? FreeSpace.weight(node, largest) : 0;
                shares.merge(
                        node.id(),
                        new Share(node.id(), weight, parts[i]),
                        (known, added) -> new Share(
                                known.node(), known.weight(), known.guaranteedBytes() + added.guaranteedBytes()));
                nodes.put(node.id(), node.withMoreGuaranteed(parts[i]));
            }
        }
    }

    private static boolean isWeighted(Share share) {
        return share != null && share.weight() > 0;
    }

    private static Map<Integer, Share> byNode(Placement placement) {
        Map<Integer, Share> shares = new LinkedHashMap<>();
        placement.shares().forEach(share -> shares.put(share.node(), share));
        return shares;
    }

    /** Nodes of a tier with room, members first, then the emptiest, no more than the map can name. */
    private List<NodeView> candidates(Tier tier, Placement placement) {
        int others = WeightMap.MAX_MEMBERS - placement.shares().size();
        List<NodeView> members = new ArrayList<>();
        List<NodeView> strangers = new ArrayList<>();
        nodes.values().stream()
                .filter(node -> node.tier() == tier && node.freeBytes() > 0)
                .sorted(Comparator.comparingLong(NodeView::freeBytes).reversed().thenComparingInt(NodeView::id))
                .forEach(node -> (placement.uses(node.id()) ? members : strangers).add(node));
        strangers.stream().limit(Math.max(0, others)).forEach(members::add);
        return members;
    }
}
