package io.pocket.control.cluster;

import io.pocket.control.placement.Placement;
import io.pocket.control.placement.Placement.Share;
import io.pocket.control.quota.NodeShare;
import io.pocket.control.quota.Quotas;
import io.pocket.control.quota.ShareSplit;
import java.util.List;
import java.util.Map;

/** Splits a job's byte quota over the nodes of its placement. A pure function. */
public final class NodeShares {

    private NodeShares() {}

    /**
     * Splits the quota, if there is one. A node that takes nothing new gets no more than is guaranteed there.
     *
     * @param nodes by id, all of the placement's among them
     */
    public static List<NodeShare> of(Quotas quotas, Placement placement, Map<Integer, Node> nodes) {
        if (quotas.bytes() == 0 || placement.shares().isEmpty()) {
            return List.of();
        }
        return ShareSplit.ofBytes(
                quotas.bytes(),
                placement.shares().stream()
                        .map(share -> holder(share, nodes.get(share.node()), placement))
                        .toList());
    }

    private static ShareSplit.Holder holder(Share share, Node node, Placement placement) {
        return new ShareSplit.Holder(
                node.id(),
                placement.tiers().indexOf(node.tier()),
                share.weight(),
                share.guaranteedBytes(),
                node.life().drains() ? share.guaranteedBytes() : node.capacityBytes());
    }
}
