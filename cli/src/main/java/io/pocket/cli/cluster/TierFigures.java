package io.pocket.cli.cluster;

/**
 * What the controller says about a tier.
 *
 * @param tier such as {@code dram}
 * @param nodesUp nodes that answer the controller
 * @param capacityBytes bytes that they can store
 * @param usedBytes bytes that they store, by their last reports
 * @param peakUsedBytes most bytes that were reported at once
 */
public record TierFigures(String tier, int nodesUp, long capacityBytes, long usedBytes, long peakUsedBytes) {}
