package io.pocket.data.jvm;

import io.pocket.data.jvm.file.HddFigure;
import io.pocket.data.jvm.file.HddFigures;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a hard disk has been doing, for Prometheus; reading it never touches the event loop. */
final class HddMetrics extends Collector {

    private static final String PREFIX = "pocket_node_hdd_";

    private final HddFigures figures;

    HddMetrics(HddFigures figures) {
        this.figures = figures;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        return Arrays.stream(HddFigure.values()).map(this::family).toList();
    }

    private MetricFamilySamples family(HddFigure figure) {
        String name = PREFIX + figure.name().toLowerCase(Locale.ROOT);
        double value = figures.get(figure);
        return figure.kind() == HddFigure.Kind.GAUGE
                ? new GaugeMetricFamily(name, figure.help(), value)
                : new CounterMetricFamily(name, figure.help(), value);
    }
}
