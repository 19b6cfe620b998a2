package io.pocket.data.nativeplane.spdk.node;

import io.pocket.data.nativeplane.spdk.Latencies;
import io.pocket.data.nativeplane.spdk.SpdkEnvironment;
import io.pocket.data.nativeplane.spdk.SpdkFigures;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.ArrayList;
import java.util.List;

/** What a device of SPDK and its reactors have been doing, for Prometheus; reading it never touches their threads. */
final class SpdkMetrics extends Collector {

    private static final String PREFIX = "pocket_node_spdk_";

    private final SpdkEnvironment environment;
    private final SpdkFigures figures;

    SpdkMetrics(SpdkEnvironment environment, SpdkFigures figures) {
        this.environment = environment;
        this.figures = figures;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        return List.of(
                info(),
                gauge(
                        "removed",
                        "1 if the device was removed, so that every transfer fails",
                        figures.isRemoved() ? 1 : 0),
                gauge("queue_depth", "Transfers that the device has", figures.underWay()),
                gauge("slab_bytes", "DMA memory that bytes under way pass through", figures.stagingBytes()),
                gauge("slab_used_bytes", "DMA memory in use", figures.stagedBytes()),
                latencies(),
                counter("errors", "Transfers that the device failed", figures.failures()),
                counter("waits", "Times that SPDK had no descriptor free for a transfer", figures.postponements()),
                counter(
                        "timeouts",
                        "Transfers that did not end by their deadline",
                        figures.transfers().timeouts()),
                counter(
                        "full",
                        "Writes for which the device had no room",
                        figures.transfers().fullFailures()),
                gauge(
                        "overdue_transfers",
                        "Transfers that were told to have failed at their deadline, but which the device still has",
                        figures.transfers().overdueTransfers()),
                gauge(
                        "overdue_bytes",
                        "DMA memory held by overdue transfers",
                        figures.transfers().overdueBytes()),
                seconds(
                        "reactor_busy_seconds",
                        "Time in which reactors had something to do; its rate over that of reactor_seconds is the busy share",
                        environment.busySeconds()),
                seconds("reactor_seconds", "Time of all reactors", environment.totalSeconds()));
    }

    private MetricFamilySamples info() {
        GaugeMetricFamily info = new GaugeMetricFamily(
                PREFIX + "info",
                "The device, and the libraries that reach it",
                List.of("device", "product", "versions"));
        return info.addMetric(List.of(figures.deviceName(), figures.product(), environment.versions()), 1);
    }

    private MetricFamilySamples latencies() {
        String name = PREFIX + "device_seconds";
        List<MetricFamilySamples.Sample> samples = new ArrayList<>();
        add(samples, name, "read", figures.reads());
        add(samples, name, "write", figures.writes());
        return new MetricFamilySamples(
                name,
                Type.HISTOGRAM,
                "How long the device took for transfers that went well, from reactor to reactor",
                samples);
    }

    private static void add(
            List<MetricFamilySamples.Sample> samples, String name, String operation, List<Latencies> all) {
        long below = 0;
        for (int bucket = 0; bucket < Latencies.BUCKETS; bucket++) {
            for (Latencies latencies : all) {
                below += latencies.count(bucket);
            }
            samples.add(new MetricFamilySamples.Sample(
                    name + "_bucket",
                    List.of("operation", "le"),
                    List.of(operation, doubleToGoString(Latencies.endSeconds(bucket))),
                    (double) below));
        }
        samples.add(new MetricFamilySamples.Sample(
                name + "_count", List.of("operation"), List.of(operation), (double) below));
        double sum = all.stream().mapToDouble(Latencies::sumSeconds).sum();
        samples.add(new MetricFamilySamples.Sample(name + "_sum", List.of("operation"), List.of(operation), sum));
    }

    private static MetricFamilySamples gauge(String name, String help, long value) {
        return new GaugeMetricFamily(PREFIX + name, help, (double) value);
    }

    private static MetricFamilySamples counter(String name, String help, long value) {
        return new CounterMetricFamily(PREFIX + name, help, (double) value);
    }

    private static MetricFamilySamples seconds(String name, String help, double value) {
        return new CounterMetricFamily(PREFIX + name, help, value);
    }
}
