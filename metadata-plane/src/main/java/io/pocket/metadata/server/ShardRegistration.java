package io.pocket.metadata.server;

import io.pocket.metadata.journal.JournalIdentity;
import io.pocket.protocol.HostPort;
import io.pocket.server.registration.ControllerClient;
import java.io.IOException;
import java.time.Duration;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Tells the controller where the shard listens, and learns the key that signs job tokens. */
final class ShardRegistration {
    private static final String PATH = "/api/v1/shards";

    private final ControllerClient controller;
    private final JournalIdentity identity;
    private final HostPort address;
    private final HostPort metricsAddress;

    ShardRegistration(
            ControllerClient controller, JournalIdentity identity, HostPort address, HostPort metricsAddress) {
        this.controller = controller;
        this.identity = identity;
        this.address = address;
        this.metricsAddress = metricsAddress;
    }

    /**
     * Registers, trying again until the deadline.
     *
     * @return the controller's public key, base64 of its X.509 form
     */
    String register(Duration deadline) throws IOException, InterruptedException {
        return controller.post(PATH, this::writeBody, ShardRegistration::readKey, deadline);
    }

    private void writeBody(JsonGenerator out) {
        out.writeNumberProperty("shardId", identity.shardId());
        out.writeNumberProperty("logId", identity.logId());
        out.writeNumberProperty("epoch", identity.epoch());
        out.writeStringProperty("address", address.toString());
        out.writeStringProperty("metricsAddress", metricsAddress.toString());
    }

    private static String readKey(JsonParser answer) throws IOException {
        answer.nextToken();
        while (answer.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = answer.currentName();
            answer.nextToken();
            if (field.equals("jobPublicKey")) {
                return answer.getString();
            }
            answer.skipChildren();
        }
        throw new IOException("the controller's answer has no jobPublicKey");
    }
}
