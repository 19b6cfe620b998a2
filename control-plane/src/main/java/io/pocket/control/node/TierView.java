package io.pocket.control.node;

import io.pocket.protocol.Tier;
import java.util.List;

/**
 * The nodes of one tier together.
 *
 * @param nodes registered ones
 * @param nodesUp those of them that answer
 * @param nodesDraining those of them that take no new data
 * @param usedBytes by the nodes' last reports
 * @param peakUsedBytes the most that was reported at once since the controller started
 * @param guaranteedBytes set aside for jobs
 * @param freeBytes of nodes that take new data
 */
record TierView(
        Tier tier,
        int nodes,
        int nodesUp,
        int nodesDraining,
        long capacityBytes,
        long usedBytes,
        long peakUsedBytes,
        long guaranteedBytes,
        long freeBytes) {

    static TierView of(Tier tier, List<NodeView> nodes, long peakUsedBytes) {
        List<NodeView> members =
                nodes.stream().filter(node -> node.tier() == tier).toList();
        long used = members.stream().mapToLong(NodeView::usedBytes).sum();
        return new TierView(
                tier,
                members.size(),
                (int) members.stream().filter(node -> node.state().equals("up")).count(),
                (int) members.stream().filter(NodeView::drains).count(),
                members.stream().mapToLong(NodeView::capacityBytes).sum(),
                used,
                peakUsedBytes,
                members.stream().mapToLong(NodeView::guaranteedBytes).sum(),
                freeBytes(members));
    }

    private static long freeBytes(List<NodeView> members) {
        long free = members.stream()
                .filter(node -> !node.drains())
                .mapToLong(node -> node.capacityBytes() - node.usedBytes())
                .sum();
        return Math.max(0, free);
    }
}
