package io.pocket.cli.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads the controller's figures over REST. Thread-safe. */
public final class ControllerApi {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int REPLY_BYTES_MAX = 16 << 20;

    private final URI controller;

    /** @param controller such as {@code http://127.0.0.1:7070} */
    public ControllerApi(URI controller) {
        this.controller = controller;
    }

    /** All tiers; {@link ClusterException} if the controller does not answer. */
    public List<TierFigures> tiers() {
        return JSON.readValue(get("/api/v1/tiers"), new TypeReference<List<TierFigures>>() {});
    }

    /** All nodes; {@link ClusterException} if the controller does not answer. */
    public List<NodeFigures> nodes() {
        return JSON.readValue(get("/api/v1/nodes"), new TypeReference<List<NodeFigures>>() {});
    }

    /** How many shards and nodes the controller reaches. */
    int membersUp() {
        return membersUp("/api/v1/shards") + membersUp("/api/v1/nodes");
    }

    private int membersUp(String path) {
        List<MemberState> members = JSON.readValue(get(path), new TypeReference<List<MemberState>>() {});
        return (int) members.stream().filter(MemberState::isUp).count();
    }

    private String get(String path) {
        URI address = controller.resolve(path);
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setRequestProperty("Accept", "application/json");
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readNBytes(REPLY_BYTES_MAX), UTF_8);
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            throw new ClusterException("the controller does not answer GET " + address + ": " + e.getMessage(), e);
        }
    }
}
