package io.pocket.data.jvm;

import io.pocket.data.jvm.file.HddChunkStore;
import io.pocket.data.jvm.file.HddFigure;
import io.pocket.data.jvm.file.HddFigures;
import io.pocket.data.jvm.file.IoPath;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How bytes travel to a hard disk and what it has been doing, for Prometheus; reading it never touches the event loop. */
final class HddMetrics extends Collector {

    private static final String PREFIX = "pocket_node_hdd_";

    private final IoPath path;
    private final HddFigures figures;

    HddMetrics(HddChunkStore store) {
        path = store.path();
        figures = store.figures();
    }

    @Override
    public List<MetricFamilySamples> collect() {
        return Stream.concat(
                        Stream.of(DiskMetrics.info(path)),
                        Arrays.stream(HddFigure.values()).map(this::family))
                .toList();
    }

    private MetricFamilySamples family(HddFigure figure) {
        String name = PREFIX + figure.name().toLowerCase(Locale.ROOT);
        double value = figures.get(figure);
        return figure.kind() == HddFigure.Kind.GAUGE
                ? new GaugeMetricFamily(name, figure.help(), value)
                : new CounterMetricFamily(name, figure.help(), value);
    }
}
