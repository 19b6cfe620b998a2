package io.pocket.data.jvm;

import io.pocket.protocol.counters.CounterFile;
import io.pocket.protocol.counters.NodeCounter;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.Arrays;
import java.util.List;

/** The node's counters for Prometheus; reading them never touches the event loop. */
final class NodeMetrics extends Collector {

    private static final String PREFIX = "pocket_node_";

    private volatile CounterFile file;

    /** From here on there is something to show: a node has no counters before it is registered. */
    void show(CounterFile counters) {
        file = counters;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        return file == null ? List.of() : families();
    }

    private List<MetricFamilySamples> families() {
        return Arrays.stream(NodeCounter.values()).map(this::family).toList();
    }

    private MetricFamilySamples family(NodeCounter counter) {
        String name = PREFIX + counter.label();
        double value = file.get(counter);
        return counter.kind() == NodeCounter.Kind.GAUGE
                ? new GaugeMetricFamily(name, counter.help(), value)
                : new CounterMetricFamily(name, counter.help(), value);
    }
}
