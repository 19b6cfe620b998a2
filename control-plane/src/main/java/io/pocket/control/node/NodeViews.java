package io.pocket.control.node;

import io.pocket.control.cluster.ClusterLedger;
import io.pocket.control.cluster.ClusterState;
import io.pocket.control.cluster.Node;
import io.pocket.control.push.PeerId;
import io.pocket.control.push.Pusher;
import io.pocket.protocol.Tier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Puts together what is known of nodes and tiers. */
@Component
final class NodeViews {

    private final ClusterLedger ledger;
    private final Pusher pusher;
    private final NodeReports reports;

    NodeViews(ClusterLedger ledger, Pusher pusher, NodeReports reports) {
        this.ledger = ledger;
        this.pusher = pusher;
        this.reports = reports;
    }

    List<NodeView> nodes() {
        ClusterState state = ledger.state();
        Map<Integer, Long> guaranteed = state.guaranteedBytesByNode();
        return state.nodes().values().stream()
                .map(node -> view(node, guaranteed))
                .toList();
    }

    NodeView node(Node node) {
        return view(node, ledger.state().guaranteedBytesByNode());
    }

    private NodeView view(Node node, Map<Integer, Long> guaranteedBytes) {
        return NodeView.of(
                node,
                pusher.reachability(PeerId.node(node.id())),
                reports.latest(node.id()).orElse(null),
                guaranteedBytes.getOrDefault(node.id(), 0L));
    }

    /** Every tier, also those without nodes. */
    List<TierView> tiers() {
        List<NodeView> nodes = nodes();
        return Arrays.stream(Tier.values())
                .map(tier -> TierView.of(tier, nodes, reports.peakUsedBytes(tier)))
                .toList();
    }
}
