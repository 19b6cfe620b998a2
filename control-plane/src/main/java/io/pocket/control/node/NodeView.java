package io.pocket.control.node;

import io.pocket.control.cluster.Node;
import io.pocket.control.cluster.NodeLife;
import io.pocket.control.push.Reachability;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.Tier;
import java.time.Instant;
import java.util.List;

/**
 * A node as the interface shows it.
 *
 * @param state connecting, up or unreachable
 * @param life live, draining (it takes no new data), or leaving (nor does it, for its process is about to end)
 * @param drainReason why it drains; empty if it does not
 * @param instance what runs it, such as the uid of its pod; empty if it does not say
 * @param usedBytes by its last report
 * @param guaranteedBytes set aside for jobs
 * @param reportedAt when the last report came, by the controller's clock; null before the first
 * @param report the last report; null before the first
 */
record NodeView(
        int nodeId,
        long incarnation,
        List<Long> lostIncarnations,
        Tier tier,
        String state,
        String life,
        String drainReason,
        HostPort address,
        String machine,
        String instance,
        String metricsAddress,
        long capacityBytes,
        long usedBytes,
        long guaranteedBytes,
        Instant registeredAt,
        Instant reportedAt,
        NodeReport report) {

    static NodeView of(Node node, Reachability reachability, NodeReports.Received received, long guaranteedBytes) {
        return new NodeView(
                node.id(),
                node.incarnation(),
                node.lostIncarnations(),
                node.tier(),
                reachability.label(),
                life(node.life()),
                drainReason(node.life()),
                node.address(),
                node.machine(),
                node.instance(),
                node.metricsAddress(),
                node.capacityBytes(),
                received == null ? 0 : received.usedBytes(),
                guaranteedBytes,
                node.registeredAt(),
                received == null ? null : received.receivedAt(),
                received == null ? null : received.report());
    }

    /** That it was asked to drain comes first, for that outlives its process. */
    private static String life(NodeLife life) {
        return life.askedToDrain() ? "draining" : life.leaving() ? "leaving" : "live";
    }

    private static String drainReason(NodeLife life) {
        return life.leaving() && !life.askedToDrain() ? "its process is about to end" : life.drainReason();
    }

    boolean drains() {
        return !life.equals("live");
    }
}
