package io.pocket.monitor.report;

import io.pocket.monitor.host.HostUsage;
import io.pocket.monitor.node.NodeObservation;

/**
 * One second of a machine and its node.
 *
 * @param nodeId whose report it is, unsigned
 * @param timestampMillis wall clock at the end of the interval
 * @param nodeRestarts how often this monitor saw the node's process replaced
 */
public record Report(int nodeId, long timestampMillis, HostUsage host, NodeObservation node, long nodeRestarts) {}
