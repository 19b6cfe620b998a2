package io.pocket.monitor;

import io.pocket.monitor.host.HostReadException;
import io.pocket.monitor.host.HostReader;
import io.pocket.monitor.host.HostSnapshot;
import io.pocket.monitor.host.HostUsage;
import io.pocket.monitor.node.NodeChange;
import io.pocket.monitor.node.NodeObservation;
import io.pocket.monitor.report.Report;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one reading of machine and node at a time, and makes a report of it. Only {@link #latest} is for other threads. */
final class Sampler {
    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);

    /** The node beside this monitor. */
    @FunctionalInterface
    interface NodeSource {
        NodeObservation observe() throws IOException;
    }

    private final HostReader host;
    private final NodeSource node;
    private final InstantSource clock;
    private final MonitorMetrics metrics;
    private final Consumer<Report> reports;
    private NodeObservation previousNode = NodeObservation.absent();
    private HostSnapshot previousHost;
    private long nodeRestarts;
    private boolean failing;
    private volatile Optional<Figures> latest = Optional.empty();

    Sampler(HostReader host, NodeSource node, InstantSource clock, MonitorMetrics metrics, Consumer<Report> reports) {
        this.host = host;
        this.node = node;
        this.clock = clock;
        this.metrics = metrics;
        this.reports = reports;
    }

    /** The last reading that succeeded. Any thread. */
    Optional<Figures> latest() {
        return latest;
    }

    /** Reads; a reading that fails is counted, and the next may succeed. */
    void sample() {
        try {
            publish(read());
            noteRecovered();
        } catch (IOException | HostReadException e) {
            noteFailed(e);
        }
    }

    private Figures read() throws IOException {
        HostSnapshot now = host.read();
        Optional<HostUsage> usage = Optional.ofNullable(previousHost).map(before -> HostUsage.between(before, now));
        previousHost = now;
        return new Figures(now, usage, observeNode());
    }

    private NodeObservation observeNode() throws IOException {
        NodeObservation now = node.observe();
        note(NodeChange.between(previousNode, now), now);
        previousNode = now;
        return now;
    }

    private void note(NodeChange change, NodeObservation now) {
        if (change == NodeChange.RESTARTED) {
            nodeRestarts++;
        }
        if (change != NodeChange.NONE) {
            metrics.nodeChanged(change);
            LOG.info("Node {}: process {}, incarnation {}", change, now.pid(), Long.toHexString(now.incarnation()));
        }
    }

    private void publish(Figures figures) {
        latest = Optional.of(figures);
        OptionalInt nodeId = figures.node().nodeId();
        if (nodeId.isPresent() && figures.usage().isPresent()) {
            reports.accept(new Report(
                    nodeId.getAsInt(), clock.millis(), figures.usage().get(), figures.node(), nodeRestarts));
        }
    }

    private void noteRecovered() {
        if (failing) {
            LOG.info("Readings succeed again");
        }
        failing = false;
    }

    private void noteFailed(Exception e) {
        metrics.sampleFailed();
        if (!failing) {
            LOG.warn("Reading failed: {}; trying again at the next beat", e.getMessage());
        }
        failing = true;
    }
}
