package io.pocket.control.scale;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many nodes a tier may have.
 *
 * @param minNodes as many are started by themselves
 * @param maxNodes bounds what the cluster can cost
 */
public record TierBounds(
        @DefaultValue("0") @Min(0) @Max(TierBounds.MOST) int minNodes,
        @DefaultValue("64") @Min(0) @Max(TierBounds.MOST) int maxNodes) {

    /** As many nodes as the controller takes in. */
    static final int MOST = 4096;

    static final TierBounds USUAL = new TierBounds(0, 64);

    @AssertTrue(message = "min-nodes must not exceed max-nodes")
    public boolean isOrdered() {
        return minNodes <= maxNodes;
    }

    /** The number of nodes within the bounds that is nearest. */
    public int clamp(int nodes) {
        return Math.clamp(nodes, minNodes, maxNodes);
    }

    public boolean contain(int nodes) {
        return clamp(nodes) == nodes;
    }
}
