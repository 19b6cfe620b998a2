package io.pocket.control.scale;

import io.pocket.protocol.Tier;

/** The tiers' bounds as they are now; they may be replaced while the controller runs. Thread-safe. */
public final class TierSettings {

    private volatile TierProperties properties;

    public TierSettings(TierProperties properties) {
        this.properties = properties;
    }

    public TierBounds of(Tier tier) {
        return properties.of(tier);
    }

    /** Puts others in force. Returns whether they differ. */
    public boolean replace(TierProperties others) {
        boolean differ = !properties.equals(others);
        properties = others;
        return differ;
    }
}
