package io.pocket.server;

import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToLongFunction;

/** Figures of all loops of a process, for a Prometheus registry. Any thread may read them. */
public final class TransportMetrics extends Collector {
    private static final String PREFIX = "pocket_transport_";

    private final EventLoops eventLoops;
    private final List<LoopCounters> loops = new CopyOnWriteArrayList<>();

    public TransportMetrics(EventLoops eventLoops) {
        this.eventLoops = eventLoops;
    }

    LoopCounters newLoop() {
        LoopCounters counters = new LoopCounters();
        loops.add(counters);
        return counters;
    }

    /** Sum over the loops. */
    public long value(TransportCounter counter) {
        return sum(loop -> loop.value(counter));
    }

    /** Connections that ended for this reason, over all loops. */
    public long closedBecause(CloseReason reason) {
        return sum(loop -> loop.closedBecause(reason));
    }

    /** Connections that are open now. */
    public long openConnections() {
        long closed = 0;
        for (CloseReason reason : CloseReason.values()) {
            closed += closedBecause(reason);
        }
        return Math.max(0, value(TransportCounter.CONNECTIONS_ACCEPTED) - closed);
    }

    @Override
    public List<MetricFamilySamples> collect() {
        List<MetricFamilySamples> families = new ArrayList<>();
        for (TransportCounter counter : TransportCounter.values()) {
            families.add(new CounterMetricFamily(PREFIX + counter.label(), counter.help(), (double) value(counter)));
        }
        families.add(
                new GaugeMetricFamily(PREFIX + "connections", "Connections open now.", (double) openConnections()));
        families.add(closedFamily());
        families.add(kindFamily());
        families.add(spinFamily());
        return families;
    }

    private MetricFamilySamples closedFamily() {
        CounterMetricFamily family = new CounterMetricFamily(
                PREFIX + "connections_closed", "Connections that ended, by reason.", List.of("reason"));
        for (CloseReason reason : CloseReason.values()) {
            family.addMetric(List.of(reason.name().toLowerCase(Locale.ROOT)), (double) closedBecause(reason));
        }
        return family;
    }

    private MetricFamilySamples kindFamily() {
        return new GaugeMetricFamily(PREFIX + "event_loop", "1 for the kind that runs.", List.of("kind"))
                .addMetric(List.of(eventLoops.choice().kind().label()), 1);
    }

    private MetricFamilySamples spinFamily() {
        SpinCounters spins = eventLoops.spins();
        return new CounterMetricFamily(
                        PREFIX + "spins", "Times a loop looked for events before it slept.", List.of("found"))
                .addMetric(List.of("true"), (double) spins.found())
                .addMetric(List.of("false"), (double) spins.vain());
    }

    private long sum(ToLongFunction<LoopCounters> figure) {
        return loops.stream().mapToLong(figure).sum();
    }
}
