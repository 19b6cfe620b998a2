package io.pocket.control.metrics;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** {@code /actuator/prometheus}. Boot has this page for the new Prometheus client only, and Pocket uses simpleclient. */
@SuppressWarnings("deprecation") // See MetricsConfiguration.
@Endpoint(id = "prometheus")
final class PrometheusEndpoint {

    private static final String TEXT_FORMAT = "text/plain;version=0.0.4;charset=utf-8";

    private final PrometheusMeterRegistry registry;

    PrometheusEndpoint(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    @ReadOperation(produces = TEXT_FORMAT)
    String scrape() {
        return registry.scrape();
    }
}
