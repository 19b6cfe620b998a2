package io.pocket.control.scale;

import io.pocket.protocol.Tier;
import java.util.List;

/**
 * Owns the nodes of the tiers: starts and ends them. Thread-safe.
 *
 * <p>A wish is on record before a method returns, in a place that outlives this process: whoever leads next goes on from there. Nodes come
 * and go afterwards; {@link #tiers} shows how far that is, and the decision log why.
 */
public interface TierScaler {

    /** How far each tier is; those that cannot be scaled are left out. Does not wait for anything. */
    List<TierScale> tiers();

    /**
     * Gives a tier another number of nodes. Which ones go is the scaler's choice: those with least to lose.
     *
     * @param nodes within the tier's bounds
     * @param reason one sentence, for the decision log
     * @throws io.pocket.control.web.ApiException there is no such tier, the number is out of bounds, or the wish could not be kept in time
     */
    void scale(Tier tier, int nodes, String reason);

    /**
     * Chooses a node to go, so that its tier has one fewer.
     *
     * @param name of a {@link TierMember}
     * @throws io.pocket.control.web.ApiException as for {@link #scale}, or there is no such member
     */
    void retire(String name, String reason);
}
