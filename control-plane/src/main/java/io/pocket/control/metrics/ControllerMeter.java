package io.pocket.control.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/** What the controller measures of itself. */
public enum ControllerMeter {
    JOBS("pocket.jobs", "Jobs registered and not dropped"),
    SPACES("pocket.spaces", "Named spaces created and not deleted"),
    TOMBSTONES("pocket.tombstones", "Dropped jobs whose tokens may still be valid"),
    NODES("pocket.nodes", "Data nodes, by tier and by whether they answer"),
    NODES_DRAINING("pocket.nodes.draining", "Data nodes that take no new data, by tier"),
    NODE_DRAINS("pocket.node.drains", "Times that a node was to take no new data, by who asked for it"),
    NODES_LEFT("pocket.nodes.left", "Data nodes that left for good, by what became of their chunks"),
    SHARDS("pocket.shards", "Metadata shards, by whether they answer"),
    REGISTRATIONS("pocket.registrations", "Job registrations, by outcome"),
    DROPS("pocket.drops", "Jobs dropped, by who asked for it"),
    REPORTS("pocket.reports", "Utilisation reports taken from monitors"),
    REBALANCES("pocket.quota.rebalances", "Times that a job's quotas were split over its shards anew"),
    DECISIONS("pocket.decisions", "What the controller decided by itself, by kind"),
    TIER_WANTED("pocket.tier.wanted", "Nodes that a tier shall have"),
    TIER_MEMBERS("pocket.tier.members", "Nodes that a tier has, by how far they are"),
    RECONCILE_FAILURES(
            "pocket.tier.reconcile.failures", "Times that a tier could not be brought closer to what it shall be"),
    PUSH_LATENCY("pocket.push.latency", "Time from sending a push to its acknowledgement, by message"),
    PUSH_FAILURES("pocket.push.failures", "Pushes that were refused or lost, by message");

    private final String id;
    private final String help;

    ControllerMeter(String id, String help) {
        this.id = id;
        this.help = help;
    }

    /**
     * Makes a counter of this meter, or returns the one with these tags.
     *
     * @param tags keys and values in turn
     */
    public Counter counter(MeterRegistry registry, String... tags) {
        return Counter.builder(id).description(help).tags(tags).register(registry);
    }

    /** Makes a timer with buckets from 100 µs to 10 s. */
    public Timer timer(MeterRegistry registry, String... tags) {
        return Timer.builder(id)
                .description(help)
                .tags(tags)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(100_000))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
    }

    /** Makes a gauge that asks {@code value} whenever somebody looks. */
    public void gauge(MeterRegistry registry, Supplier<Number> value, String... tags) {
        Gauge.builder(id, value).description(help).tags(tags).register(registry);
    }
}
