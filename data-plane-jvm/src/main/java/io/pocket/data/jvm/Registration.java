package io.pocket.data.jvm;

import io.pocket.protocol.HostPort;
import io.pocket.protocol.Role;
import io.pocket.protocol.Tier;
import io.pocket.server.registration.RegistrationRequest;
import tools.jackson.core.JsonGenerator;

/**
 * What a node says of itself to the controller.
 *
 * @param nodeId the id it was given before, 0 if none
 * @param machine replicas of a chunk go to distinct machines
 * @param instance what the one who started the process calls it; empty if nobody says
 */
record Registration(
        int nodeId,
        long incarnation,
        Tier tier,
        HostPort address,
        long capacityBytes,
        String machine,
        String instance,
        HostPort metricsAddress) {

    private static final String PATH = "/api/v1/nodes";

    RegistrationRequest<ClusterKnowledge> request() {
        return new RegistrationRequest<>(Role.NODE, nodeId, PATH, this::write, ClusterJson::readKnowledge);
    }

    private void write(JsonGenerator json) {
        json.writeNumberProperty("nodeId", nodeId);
        json.writeNumberProperty("incarnation", incarnation);
        json.writeStringProperty("tier", tier.label());
        json.writeStringProperty("address", address.toString());
        json.writeNumberProperty("capacityBytes", capacityBytes);
        json.writeStringProperty("machine", machine);
        if (!instance.isEmpty()) {
            json.writeStringProperty("instance", instance);
        }
        json.writeStringProperty("metricsAddress", metricsAddress.toString());
    }
}
