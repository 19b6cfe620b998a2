package io.pocket.control.node;

import io.micrometer.core.instrument.MeterRegistry;
import io.pocket.control.cluster.ClusterEvent;
import io.pocket.control.cluster.ClusterLedger;
import io.pocket.control.cluster.ClusterLedger.Change;
import io.pocket.control.cluster.ClusterState;
import io.pocket.control.cluster.DepartedNode;
import io.pocket.control.cluster.Node;
import io.pocket.control.cluster.NodeLife;
import io.pocket.control.metrics.ControllerMeter;
import io.pocket.control.node.JobMoves.Moves;
import io.pocket.control.push.PeerId;
import io.pocket.control.push.PushProperties;
import io.pocket.control.push.Pusher;
import io.pocket.control.push.Reachability;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.message.NodeStat;
import io.pocket.protocol.message.NodeStatReply;
import io.pocket.protocol.message.NodeState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes nodes out of the cluster, and back in as long as they have not left. Thread-safe.
 *
 * <pre>
 *  LIVE ──drain──► DRAINING ──holds nothing──► left, without loss
 *    ▲─undrain────────┘ └────────────────────► left, its chunks lost
 * </pre>
 *
 * A node that drains serves what it holds and takes no new chunks; jobs whose nodes all drain get others. Changes are on record when a method
 * returns, and shards and nodes hear of them afterwards. What is asked of a node that is not there, or is that way already, does nothing.
 */
@Component
public final class NodeRetirement {

    private static final Logger LOG = LoggerFactory.getLogger(NodeRetirement.class);

    private final ClusterLedger ledger;
    private final JobMoves moves;
    private final Pusher pusher;
    private final NodeReports reports;
    private final Duration statTimeout;
    private final MeterRegistry registry;
    private final InstantSource clock;

    NodeRetirement(
            ClusterLedger ledger,
            JobMoves moves,
            Pusher pusher,
            NodeReports reports,
            PushProperties properties,
            MeterRegistry registry,
            InstantSource clock) {
        this.ledger = ledger;
        this.moves = moves;
        this.pusher = pusher;
        this.reports = reports;
        this.statTimeout = properties.acknowledgeTimeout();
        this.registry = registry;
        this.clock = clock;
    }

    /** All nodes there are, by id. */
    public List<NodeSight> nodes() {
        return ledger.state().nodes().values().stream().map(this::sight).toList();
    }

    /** The node of this id. */
    public Optional<NodeSight> node(int id) {
        return Optional.ofNullable(ledger.state().nodes().get(id)).map(this::sight);
    }

    /** The node that registered last with this address: addresses are used again. */
    public Optional<NodeSight> at(HostPort address) {
        return ledger.state().nodes().values().stream()
                .filter(node -> node.address().equals(address))
                .max((a, b) -> a.registeredAt().compareTo(b.registeredAt()))
                .map(this::sight);
    }

    private NodeSight sight(Node node) {
        NodeReport.NodeUse use = reports.latest(node.id())
                .map(received -> received.report().node())
                .orElse(null);
        return new NodeSight(
                node.id(),
                node.instance(),
                node.address(),
                node.tier(),
                node.life().drains() ? NodeSight.State.DRAINING : NodeSight.State.LIVE,
                use == null ? 0 : use.usedBytes(),
                use == null ? 0 : use.chunks(),
                pusher.reachability(PeerId.node(node.id())) != Reachability.UNREACHABLE);
    }

    /**
     * The node takes no new data until {@link #undrain}, also after restarts of it or of the controller.
     *
     * @param reason one sentence for people, not blank
     */
    public void drain(int node, String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a drain needs a reason");
        }
        if (changeLife(
                node, life -> !life.askedToDrain(), known -> new ClusterEvent.NodeDraining(known.id(), reason))) {
            LOG.info("node {} drains: {}", node, reason);
            ControllerMeter.NODE_DRAINS.counter(registry, "by", "request").increment();
        }
    }

    /** The node takes new data again, unless its process is about to end. */
    public void undrain(int node) {
        if (changeLife(node, NodeLife::askedToDrain, known -> new ClusterEvent.NodeUndrained(known.id()))) {
            LOG.info("node {} need not drain any more", node);
        }
    }

    /** The node's process is about to end: it takes no new data until it registers again. */
    void leaving(int node, String reason) {
        if (changeLife(node, life -> !life.leaving(), known -> new ClusterEvent.NodeLeaving(known.id()))) {
            LOG.info("node {} is leaving: {}", node, reason);
            ControllerMeter.NODE_DRAINS.counter(registry, "by", "node").increment();
        }
    }

    /** Returns whether there was anything to change. */
    private boolean changeLife(int id, Predicate<NodeLife> applies, Function<Node, ClusterEvent> event) {
        Optional<Moves> done = change(id, node -> applies.test(node.life()) ? event.apply(node) : null);
        done.ifPresent(made -> {
            pusher.nodeLifeChanged(id);
            pusher.jobsChanged(made.moved());
        });
        return done.isPresent();
    }

    /**
     * Whether the node holds nothing, and will not hold anything again as long as it drains. Asks the node itself, which answers between two
     * requests: a chunk of which anything has arrived counts, and whoever comes after that is refused. One that does not answer in time may hold
     * something.
     */
    public boolean isEmpty(int node) {
        return drains(node) && holdsNothing(node) && drains(node);
    }

    private boolean drains(int id) {
        Node node = ledger.state().nodes().get(id);
        return node != null && node.life().drains();
    }

    /** Reads that are under way count: who is being answered shall get all of it. */
    private boolean holdsNothing(int node) {
        return stat(node)
                .filter(stat -> stat.state() == NodeState.DRAINING && stat.chunks() == 0 && stat.pins() == 0)
                .isPresent();
    }

    private Optional<NodeStatReply> stat(int node) {
        try {
            return Optional.of((NodeStatReply) pusher.ask(PeerId.node(node), new NodeStat(), statTimeout)
                    .get(statTimeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("node {} did not say what it holds", node, e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /**
     * The node is gone for good: no job is on it any more, and nobody speaks to it. What was guaranteed there is guaranteed on other nodes of the
     * job's tiers, as far as they have room.
     *
     * @param chunksLost false only for a node of which {@link #isEmpty} was true: otherwise readers hear that what it held is lost, and it may not
     *     come back with it
     */
    public void left(int node, boolean chunksLost) {
        change(node, known -> new ClusterEvent.NodeLeft(new DepartedNode(known, chunksLost, clock.instant())))
                .ifPresent(made -> afterLeaving(node, chunksLost, made));
    }

    /**
     * As {@link #left} without loss, if the node still drains.
     *
     * @return false, with nothing changed, if it does not
     */
    boolean leftEmpty(int node) {
        Optional<Moves> done = change(
                node,
                known -> known.life().drains()
                        ? new ClusterEvent.NodeLeft(new DepartedNode(known, false, clock.instant()))
                        : null);
        done.ifPresent(made -> afterLeaving(node, false, made));
        return done.isPresent();
    }

    private void afterLeaving(int node, boolean chunksLost, Moves made) {
        pusher.nodeLeft(node);
        pusher.jobsChanged(made.touched());
        reports.forget(node);
        ControllerMeter.NODES_LEFT
                .counter(registry, "chunks", chunksLost ? "lost" : "none")
                .increment();
        if (chunksLost) {
            LOG.warn("node {} has left; what it held is lost", node);
        } else {
            LOG.info("node {} has left, empty", node);
        }
        made.reduced()
                .forEach(reduced -> LOG.warn(
                        "{} has {} bytes less guaranteed, for no other node of its tiers has room for what was guaranteed on node {}",
                        reduced.job(),
                        reduced.bytes(),
                        node));
    }

    /**
     * Makes a change with what follows from it.
     *
     * @param decision null for none
     * @return nothing if there is no such node, or nothing was to change
     */
    private Optional<Moves> change(int id, Function<Node, ClusterEvent> decision) {
        return decide(id, decision, ledger.state()) == null
                ? Optional.empty()
                : ledger.change(state -> {
                    ClusterEvent event = decide(id, decision, state);
                    return event == null ? Change.nothing(Optional.empty()) : with(moves.after(event, id, state));
                });
    }

    private static Change<Optional<Moves>> with(Moves made) {
        return new Change<>(made.events(), Optional.of(made));
    }

    private static ClusterEvent decide(int id, Function<Node, ClusterEvent> decision, ClusterState state) {
        Node node = state.nodes().get(id);
        return node == null ? null : decision.apply(node);
    }
}
