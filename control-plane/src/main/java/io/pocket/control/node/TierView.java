package io.pocket.control.node;

import io.pocket.protocol.Tier;
import java.util.List;

/**
 * The nodes of one tier together.
 *
 * @param nodes registered ones
 * @param nodesUp those of them that answer
 * @param usedBytes by the nodes' last reports
 * @param peakUsedBytes the most that was reported at once since the controller started
 * @param guaranteedBytes set aside for jobs
 */
record TierView(
        Tier tier,
        int nodes,
        int nodesUp,
        long capacityBytes,
        long usedBytes,
        long peakUsedBytes,
        long guaranteedBytes,
        long freeBytes) {

    static TierView of(Tier tier, List<NodeView> nodes, long peakUsedBytes) {
        List<NodeView> members =
                nodes.stream().filter(node -> node.tier() == tier).toList();
        long capacity = members.stream().mapToLong(NodeView::capacityBytes).sum();
        long used = members.stream().mapToLong(NodeView::usedBytes).sum();
        return new TierView(
                tier,
                members.size(),
                (int) members.stream().filter(node -> node.state().equals("up")).count(),
                capacity,
                used,
                peakUsedBytes,
                members.stream().mapToLong(NodeView::guaranteedBytes).sum(),
                Math.max(0, capacity - used));
    }
}
