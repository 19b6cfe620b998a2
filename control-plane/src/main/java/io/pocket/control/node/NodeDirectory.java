package io.pocket.control.node;

import io.pocket.control.cluster.ClusterEvent;
import io.pocket.control.cluster.ClusterLedger;
import io.pocket.control.cluster.ClusterLedger.Change;
import io.pocket.control.cluster.ClusterState;
import io.pocket.control.cluster.DepartedNode;
import io.pocket.control.cluster.Node;
import io.pocket.control.cluster.NodeLife;
import io.pocket.control.node.JobMoves.Moves;
import io.pocket.control.push.Pusher;
import io.pocket.control.security.JobKeys;
import io.pocket.control.web.ApiException;
import io.pocket.control.web.ProblemCode;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Takes nodes in: gives ids, keeps what they say of themselves, and has everybody told. */
@Component
final class NodeDirectory {

    /** Bounds the controller's memory; a weight map names fewer anyway. */
    private static final int MAX_NODES = 4096;

    private final ClusterLedger ledger;
    private final JobMoves moves;
    private final Pusher pusher;
    private final NodeReports reports;
    private final JobKeys keys;
    private final InstantSource clock;

    NodeDirectory(
            ClusterLedger ledger,
            JobMoves moves,
            Pusher pusher,
            NodeReports reports,
            JobKeys keys,
            InstantSource clock) {
        this.ledger = ledger;
        this.moves = moves;
        this.pusher = pusher;
        this.reports = reports;
        this.keys = keys;
        this.clock = clock;
    }

    NodeRegistered register(NodeRegistration registration) {
        Admitted admitted = ledger.change(state -> admit(registration, state));
        pusher.nodeRegistered(admitted.node());
        pusher.jobsChanged(admitted.moves().moved());
        return NodeRegistered.of(admitted.node().id(), keys.publicKeyBase64(), ledger.state());
    }

    /** A node that is taken in, and what that means for the jobs on it. */
    private record Admitted(Node node, Moves moves) {}

    private Change<Admitted> admit(NodeRegistration registration, ClusterState state) {
        int id = id(registration, state);
        Node former = state.nodes().get(id);
        DepartedNode departed = state.departedNodes().get(id);
        if (former == null && state.nodes().size() >= MAX_NODES) {
            throw new ApiException(
                    ProblemCode.LIMIT_REACHED,
                    "There are " + MAX_NODES + " nodes already",
                    "Run fewer, larger nodes, or another cluster");
        }
        Node node = node(id, registration);
        if (former != null) {
            requireNotLost(node, former.lostIncarnations().contains(node.incarnation()), "another one took its place");
            node = node.succeeding(former);
            forgetReports(former, node);
        } else if (departed != null) {
            requireNotLost(node, departed.isLost(node.incarnation()), "it left, at " + departed.leftAt());
            node = departed.succeededBy(node);
        }
        Moves followed = moves.after(new ClusterEvent.NodeRegistered(node), id, state);
        return new Change<>(followed.events(), new Admitted(node, followed));
    }

    /** Shards have told their clients that its chunks are lost, and have forgotten what to free there. */
    private static void requireNotLost(Node node, boolean lost, String when) {
        if (lost) {
            throw new ApiException(
                            ProblemCode.NODE_CONFLICT,
                            "Incarnation " + node.incarnation() + " of node " + node.id() + " was declared lost when "
                                    + when,
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
        Stream<Node> departed = state.departedNodes().values().stream().map(DepartedNode::node);
        return Stream.concat(state.nodes().values().stream(), departed)
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
                registration.metricsAddress() == null
                        ? ""
                        : registration.metricsAddress().toString(),
                clock.instant(),
                NodeLife.LIVE,
                registration.instance());
    }

    void report(int id, NodeReport report) {
        reports.take(id, node(id).tier(), report, clock.instant());
        if (!ledger.state().nodes().containsKey(id)) {
            // It has left meanwhile, and its reports may have been forgotten before this one.
            reports.forget(id);
        }
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
