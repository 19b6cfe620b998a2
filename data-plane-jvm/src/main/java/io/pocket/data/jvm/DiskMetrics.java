package io.pocket.data.jvm;

import io.pocket.data.jvm.file.IoPath;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;

/** How bytes travel to the disk, so that a fall-back is seen. */
final class DiskMetrics extends Collector {

    private final IoPath path;

    DiskMetrics(IoPath path) {
        this.path = path;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        GaugeMetricFamily info = new GaugeMetricFamily(
                "pocket_node_disk_info",
                "How chunks travel to the disk; a reason says why not by io_uring and direct I/O",
                List.of("engine", "direct", "reason"));
        return List.of(info.addMetric(List.of(path.engine(), Boolean.toString(path.direct()), path.reason()), 1));
    }
}
