package io.pocket.monitor;

import io.pocket.monitor.host.DiskTotals;
import io.pocket.monitor.host.HostSnapshot;
import io.pocket.monitor.host.HostUsage;
import io.pocket.monitor.host.InterfaceTotals;
import io.pocket.monitor.node.NodeObservation;
import io.pocket.monitor.node.NodeState;
import io.pocket.protocol.counters.NodeCounter;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The latest reading as Prometheus metrics. Any thread. */
final class FiguresCollector extends Collector {
    private static final List<String> BY_CORE = List.of("core");
    private static final List<String> BY_DEVICE = List.of("device");

    private final Supplier<Optional<Figures>> latest;

    FiguresCollector(Supplier<Optional<Figures>> latest) {
        this.latest = latest;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        List<MetricFamilySamples> families = new ArrayList<>();
        latest.get().ifPresent(figures -> {
            addHost(families, figures.host());
            figures.usage().ifPresent(usage -> addUsage(families, usage));
            addNode(families, figures.node());
        });
        return families;
    }

    private static void addHost(List<MetricFamilySamples> families, HostSnapshot host) {
        families.add(gauge("pocket_host_memory_used_bytes", "Memory used, without caches", (double)
                host.memory().usedBytes()));
        families.add(gauge("pocket_host_memory_total_bytes", "Memory of the machine or its control group", (double)
                host.memory().totalBytes()));
        families.add(
                network("pocket_host_network_received_bytes", "Bytes received", host, InterfaceTotals::receivedBytes));
        families.add(network("pocket_host_network_sent_bytes", "Bytes sent", host, InterfaceTotals::sentBytes));
        families.add(disks("pocket_host_disk_read_bytes", "Bytes read", host, DiskTotals::readBytes));
        families.add(disks("pocket_host_disk_written_bytes", "Bytes written", host, DiskTotals::writtenBytes));
        families.add(disks(
                "pocket_host_disk_busy_seconds",
                "Time with a request under way",
                host,
                disk -> disk.busyMillis() / 1e3));
    }

    private static void addUsage(List<MetricFamilySamples> families, HostUsage usage) {
        GaugeMetricFamily cores =
                new GaugeMetricFamily("pocket_host_cpu_busy_percent", "Busy share of each core", BY_CORE);
        for (int i = 0; i < usage.cpuPercentPerCore().size(); i++) {
            cores.addMetric(
                    List.of(Integer.toString(i)), usage.cpuPercentPerCore().get(i));
        }
        families.add(cores);
        families.add(gauge(
                "pocket_monitor_interval_seconds", "Time between the last two readings", usage.intervalNanos() / 1e9));
    }

    private static void addNode(List<MetricFamilySamples> families, NodeObservation node) {
        GaugeMetricFamily state =
                new GaugeMetricFamily("pocket_node_state", "1 for the state that the node is in", List.of("state"));
        for (NodeState each : NodeState.values()) {
            state.addMetric(List.of(each.name().toLowerCase(Locale.ROOT)), each == node.state() ? 1 : 0);
        }
        families.add(state);
        node.counters().forEach((counter, value) -> families.add(nodeFamily(counter, value)));
    }

    private static MetricFamilySamples nodeFamily(NodeCounter counter, double value) {
        String name = "pocket_node_" + counter.label();
        return switch (counter.kind()) {
            case GAUGE -> new GaugeMetricFamily(name, counter.help(), value);
            case COUNTER -> new CounterMetricFamily(name, counter.help(), value);
        };
    }

    private static MetricFamilySamples gauge(String name, String help, double value) {
        return new GaugeMetricFamily(name, help, value);
    }

    private static MetricFamilySamples network(
            String name, String help, HostSnapshot host, ToDoubleFunction<InterfaceTotals> value) {
        CounterMetricFamily family = new CounterMetricFamily(name, help, BY_DEVICE);
        host.interfaces().forEach(totals -> family.addMetric(List.of(totals.name()), value.applyAsDouble(totals)));
        return family;
    }

    private static MetricFamilySamples disks(
            String name, String help, HostSnapshot host, ToDoubleFunction<DiskTotals> value) {
        CounterMetricFamily family = new CounterMetricFamily(name, help, BY_DEVICE);
        host.disks().forEach(disk -> family.addMetric(List.of(disk.device()), value.applyAsDouble(disk)));
        return family;
    }
}
