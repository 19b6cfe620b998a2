package io.pocket.data.nativeplane.dpdk;

import io.pocket.data.nativeplane.dpdk.packet.Drop;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.function.ToLongFunction;

/** Figures of a port, for a Prometheus registry. Any thread, until the port is closed. */
public final class DpdkMetrics extends Collector {
    private static final String PREFIX = "pocket_dpdk_";
    private static final double NANOS_IN_SECOND = 1e9;

    private final DpdkPort port;

    public DpdkMetrics(DpdkPort port) {
        this.port = port;
    }

    /** Frames that were thrown away for this reason, over all queues. */
    public long drops(Drop reason) {
        return sum(queue -> queue.drops(reason));
    }

    long value(QueueCounter counter) {
        return sum(queue -> queue.value(counter));
    }

    private long sum(ToLongFunction<QueueCounters> figure) {
        return port.counters().stream().mapToLong(figure).sum();
    }

    @Override
    public List<MetricFamilySamples> collect() {
        return List.of(packets(), bytes(), drops(), driverDrops(), time(), mbufsInUse(), mbufsQuarantined());
    }

    private MetricFamilySamples packets() {
        return new CounterMetricFamily(PREFIX + "packets", "Frames between a port and its stack.", portAnd("direction"))
                .addMetric(labels("received"), (double) value(QueueCounter.RECEIVED_PACKETS))
                .addMetric(labels("sent"), (double) value(QueueCounter.SENT_PACKETS));
    }

    private MetricFamilySamples bytes() {
        return new CounterMetricFamily(PREFIX + "bytes", "Bytes of these frames.", portAnd("direction"))
                .addMetric(labels("received"), (double) value(QueueCounter.RECEIVED_BYTES))
                .addMetric(labels("sent"), (double) value(QueueCounter.SENT_BYTES));
    }

    private MetricFamilySamples drops() {
        CounterMetricFamily family =
                new CounterMetricFamily(PREFIX + "drops", "Frames thrown away by the stack.", portAnd("reason"));
        for (Drop reason : Drop.values()) {
            family.addMetric(labels(reason.label()), (double) drops(reason));
        }
        return family;
    }

    private MetricFamilySamples driverDrops() {
        PortStatistics driver = port.statistics();
        return new CounterMetricFamily(PREFIX + "driver_drops", "Frames lost before the stack.", portAnd("reason"))
                .addMetric(labels("ring_full"), (double) driver.missed())
                .addMetric(labels("no_mbuf"), (double) driver.withoutMbuf())
                .addMetric(labels("receive_error"), (double) driver.receiveErrors())
                .addMetric(labels("send_error"), (double) driver.sendErrors());
    }

    private MetricFamilySamples time() {
        return new CounterMetricFamily(
                        PREFIX + "loop_seconds",
                        "Time of the queues' threads: busy with frames, looking for some in vain, asleep.",
                        portAnd("state"))
                .addMetric(labels("busy"), value(QueueCounter.BUSY_NANOS) / NANOS_IN_SECOND)
                .addMetric(labels("polling"), value(QueueCounter.POLLING_NANOS) / NANOS_IN_SECOND)
                .addMetric(labels("asleep"), value(QueueCounter.SLEEPING_NANOS) / NANOS_IN_SECOND);
    }

    private MetricFamilySamples mbufsInUse() {
        return new GaugeMetricFamily(
                        PREFIX + "mbufs_in_use", "Buffers that threads, port and driver hold.", List.of("port"))
                .addMetric(List.of(port.name()), port.pool().inUse());
    }

    private MetricFamilySamples mbufsQuarantined() {
        return new GaugeMetricFamily(
                        PREFIX + "mbufs_quarantined",
                        "Buffers that are not used, as AF_XDP would lose frames in them.",
                        List.of("port"))
                .addMetric(List.of(port.name()), port.pool().quarantined());
    }

    private static List<String> portAnd(String label) {
        return List.of("port", label);
    }

    private List<String> labels(String value) {
        return List.of(port.name(), value);
    }
}
