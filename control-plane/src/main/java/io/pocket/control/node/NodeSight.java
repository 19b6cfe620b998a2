package io.pocket.control.node;

import io.pocket.protocol.HostPort;
import io.pocket.protocol.Tier;

/**
 * A node as those see it who decide about its life.
 *
 * @param instance what runs it, such as the uid of its pod; empty if it does not say
 * @param usedBytes by its last report; 0 before the first
 * @param chunks by its last report; 0 before the first
 * @param reachable whether it answers the controller, or did a moment ago
 */
public record NodeSight(
        int id,
        String instance,
        HostPort address,
        Tier tier,
        State state,
        long usedBytes,
        long chunks,
        boolean reachable) {

    /** Whether it takes new data. */
    public enum State {
        LIVE,
        DRAINING
    }
}
