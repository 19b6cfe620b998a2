package io.pocket.cli.cluster;

import java.time.Instant;

/**
 * What the controller says about a node.
 *
 * @param nodeId its number
 * @param usedBytes bytes that it stores, by its last report
 * @param reportedAt when that report came, by the controller's clock; null before the first
 */
public record NodeFigures(int nodeId, long usedBytes, Instant reportedAt) {

    /** Whether the report came after {@code moment}. */
    public boolean isFrom(Instant moment) {
        return reportedAt != null && reportedAt.isAfter(moment);
    }
}
