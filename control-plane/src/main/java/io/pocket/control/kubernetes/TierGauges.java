package io.pocket.control.kubernetes;

import io.micrometer.core.instrument.MeterRegistry;
import io.pocket.control.metrics.ControllerMeter;
import io.pocket.control.scale.MemberState;
import io.pocket.control.scale.TierScale;
import io.pocket.control.scale.TierScaler;
import io.pocket.protocol.Tier;
import java.util.function.ToLongFunction;

/** Shows how far each tier is. */
final class TierGauges {

    private TierGauges() {}

    static void register(TierScaler scaler, MeterRegistry registry) {
        for (Tier tier : Tier.values()) {
            ControllerMeter.TIER_WANTED.gauge(
                    registry, () -> figure(scaler, tier, TierScale::wanted), "tier", tier.label());
            for (MemberState state : MemberState.values()) {
                ControllerMeter.TIER_MEMBERS.gauge(
                        registry,
                        () -> figure(scaler, tier, scale -> scale.count(state)),
                        "tier",
                        tier.label(),
                        "state",
                        state.label());
            }
        }
    }

    private static long figure(TierScaler scaler, Tier tier, ToLongFunction<TierScale> figure) {
        return scaler.tiers().stream()
                .filter(scale -> scale.tier() == tier)
                .mapToLong(figure)
                .findFirst()
                .orElse(0);
    }
}
