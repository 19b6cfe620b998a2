package io.pocket.control.kubernetes;

import io.pocket.control.node.NodeRetirement;
import io.pocket.control.node.NodeSight;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The nodes of the controller's ledger that said of which pod they are. */
final class LedgerPodNodes implements PodNodes {

    private final NodeRetirement retirement;

    /** Nodes that were empty while they drained, which they stay as long as they do; one that has ended since cannot be asked again. */
    private final Set<Integer> emptied = ConcurrentHashMap.newKeySet();

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
        if (node.state() != NodeSight.State.DRAINING) {
            emptied.remove(node.id());
        } else if (!emptied.contains(node.id()) && retirement.isEmpty(node.id())) {
            emptied.add(node.id());
        }
        return emptied.contains(node.id());
    }

    @Override
    public void drain(int node, String reason) {
        retirement.drain(node, reason.isBlank() ? "its pod was chosen to go" : reason);
    }

    @Override
    public void undrain(int node) {
        emptied.remove(node);
        retirement.undrain(node);
    }

    @Override
    public void left(int node, boolean chunksLost) {
        retirement.left(node, chunksLost);
        emptied.remove(node);
    }
}
