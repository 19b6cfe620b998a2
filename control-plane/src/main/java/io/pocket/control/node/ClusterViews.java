package io.pocket.control.node;

import io.pocket.control.cluster.ClusterState;
import io.pocket.control.cluster.Node;
import io.pocket.control.placement.ClusterView;
import io.pocket.control.placement.ClusterView.NodeView;
import io.pocket.control.placement.ClusterView.ShardView;
import io.pocket.control.push.PeerId;
import io.pocket.control.push.Pusher;
import io.pocket.control.push.Reachability;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Makes the placer's view of the cluster: only peers that answer, or did a moment ago, and of nodes only those that take new data. */
@Component
public final class ClusterViews {

    private final Pusher pusher;
    private final NodeReports reports;

    ClusterViews(Pusher pusher, NodeReports reports) {
        this.pusher = pusher;
        this.reports = reports;
    }

    /** The view as of a state. Does not block, so it may be made under the ledger's lock. */
    public ClusterView of(ClusterState state) {
        return new ClusterView(nodes(state), shards(state));
    }

    private List<NodeView> nodes(ClusterState state) {
        Map<Integer, Long> guaranteed = state.guaranteedBytesByNode();
        return state.nodes().values().stream()
                .filter(node -> !node.life().drains() && answers(PeerId.node(node.id())))
                .map(node -> view(node, guaranteed.getOrDefault(node.id(), 0L)))
                .toList();
    }

    private NodeView view(Node node, long guaranteedBytes) {
        return new NodeView(
                node.id(),
                node.tier(),
                node.machine(),
                node.capacityBytes(),
                reports.usedBytes(node.id()),
                guaranteedBytes);
    }

    private List<ShardView> shards(ClusterState state) {
        Map<Integer, Integer> jobs = new HashMap<>();
        state.jobs().values().forEach(job -> job.placement().shards().forEach(id -> jobs.merge(id, 1, Integer::sum)));
        return state.shards().keySet().stream()
                .filter(id -> answers(PeerId.shard(id)))
                .map(id -> new ShardView(id, jobs.getOrDefault(id, 0)))
                .toList();
    }

    private boolean answers(PeerId peer) {
        return pusher.reachability(peer) != Reachability.UNREACHABLE;
    }
}
