package io.pocket.control.node;

import io.pocket.control.cluster.ClusterEvent;
import io.pocket.control.cluster.ClusterLedger;
import io.pocket.control.cluster.ClusterLedger.Change;
import io.pocket.control.cluster.ClusterState;
import io.pocket.control.cluster.Node;
import io.pocket.control.push.Pusher;
import io.pocket.control.security.JobKeys;
import io.pocket.control.web.ApiException;
import io.pocket.control.web.ProblemCode;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;

/** Takes nodes in: gives ids, keeps what they say of themselves, and has everybody told. */
@Component
final class NodeDirectory {

    /** Bounds the controller's memory; a weight map names fewer anyway. */
    private static final int MAX_NODES = 4096;

    private final ClusterLedger ledger;
    private final Pusher pusher;
    private final NodeReports reports;
    private final JobKeys keys;
    private final InstantSource clock;

    NodeDirectory(ClusterLedger ledger, Pusher pusher, NodeReports reports, JobKeys keys, InstantSource clock) {
        this.ledger = ledger;
        this.pusher = pusher;
        this.reports = reports;
        this.keys = keys;
        this.clock = clock;
    }

    NodeRegistered register(NodeRegistration registration) {
        Node node = ledger.change(state -> admit(registration, state));
        pusher.nodeRegistered(node);
        return NodeRegistered.of(node.id(), keys.publicKeyBase64(), ledger.state());
    }

    private Change<Node> admit(NodeRegistration registration, ClusterState state) {
        int id = id(registration, state);
        Node former = state.nodes().get(id);
        if (former == null && state.nodes().size() >= MAX_NODES) {
            throw new ApiException(
                    ProblemCode.LIMIT_REACHED,
                    "There are " + MAX_NODES + " nodes already",
                    "Run fewer, larger nodes, or another cluster");
        }
        Node node = node(id, registration);
        if (former != null) {
            requireNotLost(node, former);
            node = node.succeeding(former);
            forgetReports(former, node);
        }
        return Change.of(new ClusterEvent.NodeRegistered(node), node);
    }

    /** Shards have told their clients that its chunks are lost, and have forgotten what to free there. */
    private static void requireNotLost(Node node, Node former) {
        if (former.lostIncarnations().contains(node.incarnation())) {
            throw new ApiException(
                            ProblemCode.NODE_CONFLICT,
                            "Incarnation " + node.incarnation() + " of node " + node.id() + " was declared lost when "
                                    + former.incarnation() + " took its place",
                            "Empty the node's data directory; it then registers as a new node")
                    .with("field", "incarnation");
        }
    }

    private void forgetReports(Node former, Node node) {
        if (former.incarnation() != node.incarnation() || former.tier() != node.tier()) {
            reports.forget(node.id());
        }
    }

    /** The id it names; else, for one that did not hear our last answer, the id of its incarnation; else a new one. */
    private static int id(NodeRegistration registration, ClusterState state) {
        if (registration.nodeId() != 0) {
            return registration.nodeId();
        }
        return state.nodes().values().stream()
                .filter(known -> known.incarnation() == registration.incarnation())
                .mapToInt(Node::id)
                .findFirst()
                .orElseGet(() -> Math.addExact(state.lastNodeId(), 1));
    }

    private Node node(int id, NodeRegistration registration) {
        return new Node(
                id,
                registration.incarnation(),
                List.of(),
                registration.tier(),
                registration.address(),
                registration.capacityBytes(),
                registration.machine(),
                registration.instance(),
                registration.metricsAddress() == null
                        ? ""
                        : registration.metricsAddress().toString(),
                clock.instant());
    }

    void report(int id, NodeReport report) {
        reports.take(id, node(id).tier(), report, clock.instant());
    }

    Node node(int id) {
        Node node = ledger.state().nodes().get(id);
        if (node == null) {
            throw new ApiException(
                    ProblemCode.NODE_NOT_FOUND,
                    "No node has the id " + id,
                    "GET /api/v1/nodes lists those there are; a node must register before it is reported on");
        }
        return node;
    }
}
