package io.pocket.control.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.pocket.server.memory.MemoryBound;
import io.pocket.server.memory.MemoryMetrics;
import io.prometheus.client.CollectorRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wires the registry that no auto-configuration knows of; Boot then binds its own meters to it. Micrometer calls its
 * registry for simpleclient deprecated in favour of the one for the new client; Pocket's processes all use simpleclient.
 */
@SuppressWarnings("deprecation")
@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {

    @Bean
    PrometheusMeterRegistry prometheusMeterRegistry() {
        CollectorRegistry collectors = new CollectorRegistry();
        collectors.register(new MemoryMetrics(MemoryBound.ofJvm()));
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, collectors, Clock.SYSTEM);
    }

    @Bean
    PrometheusEndpoint prometheusEndpoint(PrometheusMeterRegistry registry) {
        return new PrometheusEndpoint(registry);
    }
}
