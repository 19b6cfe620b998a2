package io.pocket.data.nativeplane.dpdk;

import io.pocket.data.nativeplane.dpdk.packet.Drop;
import java.util.Locale;
import java.util.StringJoiner;

/** A line of figures: {@code name=value} with spaces between; reasons of drops only where there were some. */
final class EchoReport {
    private final DpdkPort port;
    private final DpdkMetrics metrics;

    EchoReport(DpdkPort port, DpdkMetrics metrics) {
        this.port = port;
        this.metrics = metrics;
    }

    String line() {
        StringJoiner line = new StringJoiner(" ");
        for (QueueCounter counter : QueueCounter.values()) {
            line.add(counter.name().toLowerCase(Locale.ROOT) + "=" + metrics.value(counter));
        }
        PortStatistics driver = port.statistics();
        line.add("ring_full=" + driver.missed()).add("no_mbuf=" + driver.withoutMbuf());
        line.add("mbufs_in_use=" + port.pool().inUse());
        line.add("mbufs_quarantined=" + port.pool().quarantined());
        for (Drop reason : Drop.values()) {
            long drops = metrics.drops(reason);
            if (drops > 0) {
                line.add("drop_" + reason.label() + "=" + drops);
            }
        }
        return line.toString();
    }
}
