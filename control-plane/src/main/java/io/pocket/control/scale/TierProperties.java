package io.pocket.control.scale;

import io.pocket.protocol.Tier;
import jakarta.validation.Valid;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The tiers' bounds: {@code pocket.scaling.tiers.dram.min-nodes} and so on. On Kubernetes they are read again whenever the ConfigMap changes.
 *
 * @param tiers those that are not named have the usual bounds
 */
@Validated
@ConfigurationProperties(TierProperties.PREFIX)
public record TierProperties(Map<Tier, @Valid TierBounds> tiers) {

    public static final String PREFIX = "pocket.scaling";

    public TierProperties {
        tiers = tiers == null ? Map.of() : Map.copyOf(tiers);
    }

    public TierBounds of(Tier tier) {
        return tiers.getOrDefault(tier, TierBounds.USUAL);
    }
}
