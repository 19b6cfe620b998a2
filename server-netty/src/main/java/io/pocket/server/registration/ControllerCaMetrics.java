package io.pocket.server.registration;

import io.pocket.protocol.trust.ControllerCa;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.Optional;

/**
 * {@code pocket_controller_ca_certificates}, {@code …_first_end_timestamp_seconds}, {@code …_replacements_total} and {@code
 * …_read_failures_total}; nothing without a CA file.
 */
public final class ControllerCaMetrics extends Collector {
    private static final String PREFIX = "pocket_controller_ca_";

    private final Optional<ControllerCa> ca;

    public ControllerCaMetrics(Optional<ControllerCa> ca) {
        this.ca = ca;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        return ca.map(ControllerCa::figures).map(ControllerCaMetrics::families).orElse(List.of());
    }

    private static List<MetricFamilySamples> families(ControllerCa.Figures figures) {
        return List.of(
                new GaugeMetricFamily(
                        PREFIX + "certificates",
                        "Certificates of --controller-ca that are trusted",
                        figures.certificates()),
                new GaugeMetricFamily(
                        PREFIX + "first_end_timestamp_seconds", "When the first of these certificates ends", (double)
                                figures.firstEnd().getEpochSecond()),
                new CounterMetricFamily(
                        PREFIX + "replacements", "How often other certificates in the file took their place", (double)
                                figures.replacements()),
                new CounterMetricFamily(
                        PREFIX + "read_failures",
                        "Connections for which the file could not be read, so that the former ones stayed",
                        (double) figures.failures()));
    }
}
