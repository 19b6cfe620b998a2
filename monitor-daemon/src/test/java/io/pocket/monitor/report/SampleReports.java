package io.pocket.monitor.report;

import io.pocket.monitor.host.HostUsage;
import io.pocket.monitor.host.HostUsage.DiskUsage;
import io.pocket.monitor.host.Memory;
import io.pocket.monitor.node.NodeObservation;
import java.util.List;

/** Reports for tests. */
final class SampleReports {
    static final HostUsage USAGE = new HostUsage(
            1_002_900_000,
            List.of(12.345, 100.0),
            1_000,
            2_000,
            new Memory(3_000, 4_000),
            List.of(new DiskUsage("vda", 10, 20, 33.333)));

    private SampleReports() {}

    /** A report that its timestamp tells from others. */
    static Report at(long timestampMillis) {
        return new Report(7, timestampMillis, USAGE, NodeObservation.absent(), 0);
    }
}
