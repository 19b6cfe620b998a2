package io.pocket.control.node;

import io.pocket.protocol.Tier;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The latest report of each node, and each tier's peak since this process started. Safe for any thread: each method holds
 * this object's lock, and none does anything slow under it.
 */
public final class NodeReports {

    private final Map<Integer, Received> latest = new HashMap<>();
    private final Map<Tier, Long> usedBytes = new EnumMap<>(Tier.class);
    private final Map<Tier, Long> peakUsedBytes = new EnumMap<>(Tier.class);

    /** A report, and when it came by the controller's clock. */
    record Received(Instant receivedAt, Tier tier, NodeReport report) {

        long usedBytes() {
            return report.node() == null ? 0 : report.node().usedBytes();
        }
    }

    synchronized void take(int node, Tier tier, NodeReport report, Instant receivedAt) {
        Received received = new Received(receivedAt, tier, report);
        forget(node);
        latest.put(node, received);
        long used = usedBytes.merge(tier, received.usedBytes(), Long::sum);
        peakUsedBytes.merge(tier, used, Math::max);
    }

    /** What the node reported in a former life says nothing about it now. */
    synchronized void forget(int node) {
        Received former = latest.remove(node);
        if (former != null) {
            usedBytes.merge(former.tier(), -former.usedBytes(), Long::sum);
        }
    }

    synchronized Optional<Received> latest(int node) {
        return Optional.ofNullable(latest.get(node));
    }

    /** What the node holds, by its last report; 0 before the first. */
    public synchronized long usedBytes(int node) {
        Received received = latest.get(node);
        return received == null ? 0 : received.usedBytes();
    }

    synchronized long peakUsedBytes(Tier tier) {
        return peakUsedBytes.getOrDefault(tier, 0L);
    }
}
