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

    private final CounterFile file;

    NodeMetrics(CounterFile counters) {
        file = counters;
    }

    @Override
    public List<MetricFamilySamples> collect() {
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
