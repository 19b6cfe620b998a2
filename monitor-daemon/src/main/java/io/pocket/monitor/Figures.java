package io.pocket.monitor;

import io.pocket.monitor.host.HostSnapshot;
import io.pocket.monitor.host.HostUsage;
import io.pocket.monitor.node.NodeObservation;
import java.util.Optional;

/**
 * What is known at one moment.
 *
 * @param usage empty after the first reading, for usage lies between two
 */
record Figures(HostSnapshot host, Optional<HostUsage> usage, NodeObservation node) {}
