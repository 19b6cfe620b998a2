package io.pocket.metadata.server;

import io.pocket.metadata.journal.JournalIdentity;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.Role;
import io.pocket.server.registration.ControllerJson;
import io.pocket.server.registration.RegistrationRequest;
import java.io.IOException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** Tells the controller where the shard listens, and learns the key that signs job tokens. */
record ShardRegistration(JournalIdentity identity, HostPort address, HostPort metricsAddress) {
    private static final String PATH = "/api/v1/shards";

    /** The answer is the controller's public key, base64 of its X.509 form. */
    RegistrationRequest<String> request() {
        return new RegistrationRequest<>(Role.SHARD, identity.shardId(), PATH, this::write, ShardRegistration::readKey);
    }

    private void write(JsonGenerator json) {
        json.writeNumberProperty("shardId", identity.shardId());
        json.writeNumberProperty("logId", identity.logId());
        json.writeNumberProperty("epoch", identity.epoch());
        json.writeStringProperty("address", address.toString());
        json.writeStringProperty("metricsAddress", metricsAddress.toString());
    }

    private static String readKey(JsonParser json) throws IOException {
        String key = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "jobPublicKey" -> key = json.getString();
                default -> json.skipChildren();
            }
        }
        ControllerJson.require(key != null, "jobPublicKey");
        return key;
    }
}
