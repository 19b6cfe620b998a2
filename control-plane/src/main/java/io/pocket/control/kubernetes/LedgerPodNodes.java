package io.pocket.control.kubernetes;

import io.pocket.control.node.NodeRetirement;
import io.pocket.control.node.NodeSight;
import java.util.HashMap;
import java.util.Map;

/** The nodes of the controller's ledger that said of which pod they are. */
final class LedgerPodNodes implements PodNodes {

    private final NodeRetirement retirement;

    LedgerPodNodes(NodeRetirement retirement) {
        this.retirement = retirement;
    }

    @Override
    public Map<String, PodNode> byPod() {
        Map<String, PodNode> nodes = new HashMap<>();
        retirement.nodes().stream()
                .filter(node -> !node.instance().isEmpty())
                .forEach(node -> nodes.put(node.instance(), new PodNode(node.id(), node.usedBytes(), isEmpty(node))));
        return nodes;
    }

    private boolean isEmpty(NodeSight node) {
        return node.state() == NodeSight.State.DRAINING && retirement.isEmpty(node.id());
    }

    @Override
    public void drain(int node, String reason) {
        retirement.drain(node, reason.isBlank() ? "its pod was chosen to go" : reason);
    }

    @Override
    public void undrain(int node) {
        retirement.undrain(node);
    }

    @Override
    public void left(int node, boolean chunksLost) {
        retirement.left(node, chunksLost);
    }
}
