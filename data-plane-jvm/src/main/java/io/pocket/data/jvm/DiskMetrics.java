package io.pocket.data.jvm;

import io.pocket.data.jvm.file.FileChunkStore;
import io.pocket.data.jvm.file.IoPath;
import io.pocket.data.jvm.file.StoreFigures;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;

/** How bytes travel to the disk, so that a fall-back is seen, and what the disk could not do. */
final class DiskMetrics extends Collector {

    private static final String PREFIX = "pocket_node_disk_";

    private final IoPath path;
    private final StoreFigures figures;

    DiskMetrics(FileChunkStore store) {
        path = store.path();
        figures = store.figures();
    }

    @Override
    public List<MetricFamilySamples> collect() {
        return List.of(
                info(path),
                new GaugeMetricFamily(
                        PREFIX + "overdue_transfers",
                        "Transfers that were told to have failed at their deadline, but which the disk still has",
                        figures.overdueTransfers()),
                new GaugeMetricFamily(
                        PREFIX + "overdue_bytes", "Staging held by overdue transfers", figures.overdueBytes()),
                new CounterMetricFamily(
                        PREFIX + "timeouts", "Transfers that did not end by their deadline", figures.timeouts()),
                new CounterMetricFamily(
                        PREFIX + "full", "Writes for which the file system had no room", figures.fullFailures()));
    }

    /** The engine of a disk's store. */
    static MetricFamilySamples info(IoPath path) {
        GaugeMetricFamily info = new GaugeMetricFamily(
                PREFIX + "info",
                "How chunks travel to the disk; a reason says why not by io_uring and direct I/O",
                List.of("engine", "direct", "reason"));
        return info.addMetric(List.of(path.engine(), Boolean.toString(path.direct()), path.reason()), 1);
    }
}
