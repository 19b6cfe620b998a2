package io.pocket.monitor;

import io.pocket.monitor.node.NodeChange;
import io.pocket.monitor.report.Delivery;
import io.pocket.monitor.report.Delivery.Outcome;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import java.util.Locale;

/** Counters of the monitor's own work. Any thread. */
final class MonitorMetrics {
    private final Counter reports;
    private final Counter sampleFailures;
    private final Counter nodeChanges;

    MonitorMetrics(CollectorRegistry registry) {
        reports = Counter.build("pocket_monitor_reports", "Attempts and reports by outcome: " + outcomes())
                .labelNames("outcome")
                .register(registry);
        sampleFailures = Counter.build("pocket_monitor_sample_failures", "Readings of machine or node that failed")
                .register(registry);
        nodeChanges = Counter.build("pocket_monitor_node_changes", "Starts, restarts and ends of the node's process")
                .labelNames("change")
                .register(registry);
    }

    void delivered(Outcome outcome) {
        reports.labels(lowerCase(outcome)).inc();
    }

    void sampleFailed() {
        sampleFailures.inc();
    }

    void nodeChanged(NodeChange change) {
        nodeChanges.labels(lowerCase(change)).inc();
    }

    private static String outcomes() {
        StringBuilder text = new StringBuilder();
        for (Outcome outcome : Delivery.Outcome.values()) {
            text.append(text.isEmpty() ? "" : "; ")
                    .append(lowerCase(outcome))
                    .append(": ")
                    .append(outcome.help());
        }
        return text.toString();
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
