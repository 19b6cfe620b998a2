package io.pocket.control;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.pocket.control.cluster.ClusterLedger;
import io.pocket.control.metrics.ControllerMeter;
import io.pocket.control.push.PeerId;
import io.pocket.control.push.Pusher;
import io.pocket.control.push.Reachability;
import io.pocket.protocol.Tier;
import org.springframework.stereotype.Component;

/** Counts what the ledger holds, whenever somebody looks. */
@Component
final class ClusterMeters implements MeterBinder {

    private static final String STATE = "state";

    private final ClusterLedger ledger;
    private final Pusher pusher;

    ClusterMeters(ClusterLedger ledger, Pusher pusher) {
        this.ledger = ledger;
        this.pusher = pusher;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        ControllerMeter.JOBS.gauge(registry, () -> ledger.state().jobsProper().count());
        ControllerMeter.SPACES.gauge(registry, () -> ledger.state().spaces().count());
        ControllerMeter.TOMBSTONES.gauge(
                registry, () -> ledger.state().tombstones().size());
        for (Tier tier : Tier.values()) {
            ControllerMeter.NODES_DRAINING.gauge(registry, () -> draining(tier), "tier", tier.label());
        }
        for (Reachability state : Reachability.values()) {
            ControllerMeter.SHARDS.gauge(registry, () -> shards(state), STATE, state.label());
            for (Tier tier : Tier.values()) {
                ControllerMeter.NODES.gauge(
                        registry, () -> nodes(tier, state), "tier", tier.label(), STATE, state.label());
            }
        }
    }

    private long shards(Reachability state) {
        return ledger.state().shards().keySet().stream()
                .filter(id -> pusher.reachability(PeerId.shard(id)) == state)
                .count();
    }

    private long draining(Tier tier) {
        return ledger.state().nodes().values().stream()
                .filter(node -> node.tier() == tier && node.life().drains())
                .count();
    }

    private long nodes(Tier tier, Reachability state) {
        return ledger.state().nodes().values().stream()
                .filter(node -> node.tier() == tier && pusher.reachability(PeerId.node(node.id())) == state)
                .count();
    }
}
