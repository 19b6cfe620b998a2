package io.pocket.data.jvm;

import io.pocket.protocol.HostPort;
import io.pocket.protocol.Tier;

/**
 * What a node says of itself to the controller.
 *
 * @param nodeId the id it was given before, 0 if none
 * @param machine replicas of a chunk go to distinct machines
 */
record Registration(
        int nodeId,
        long incarnation,
        Tier tier,
        HostPort address,
        long capacityBytes,
        String machine,
        HostPort metricsAddress) {}
