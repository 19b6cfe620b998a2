package io.pocket.data.jvm;

import io.pocket.protocol.Role;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.token.ServiceToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Registers with the controller over HTTP. It uses the JDK's old client because that loads ten times fewer classes than
 * the new one, and a node is to be ready in well under a second.
 */
final class ControllerClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);
    /** Tens of thousands of tombstones fit. */
    private static final int ANSWER_BYTES_MAX = 4 << 20;

    private static final int PROBLEM_BYTES_MAX = 2 << 10;

    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    private final URI controller;
    private final ClusterKey key;
    private final InstantSource clock;
    private final ClusterJson json = new ClusterJson();

    ControllerClient(URI controller, ClusterKey key, InstantSource clock) {
        this.controller = controller;
        this.key = key;
        this.clock = clock;
    }

    /**
     * One attempt.
     *
     * @throws IOException if the controller cannot be reached or cannot answer now: try again
     * @throws NodeStartException if it refused: trying again is of no use
     */
    ClusterKnowledge register(Registration registration) throws IOException, NodeStartException {
        HttpURLConnection connection = connect(registration.nodeId());
        try {
            connection.getOutputStream().write(json.write(registration));
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw refused(status, connection);
            }
            return json.readKnowledge(readAtMost(connection.getInputStream(), ANSWER_BYTES_MAX));
        } finally {
            connection.disconnect();
        }
    }

    private HttpURLConnection connect(int nodeId) throws IOException {
        String base = controller.toString();
        URI target = URI.create(base + (base.endsWith("/") ? "" : "/") + "api/v1/nodes");
        HttpURLConnection connection = (HttpURLConnection) target.toURL().openConnection();
        connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
        connection.setReadTimeout((int) ANSWER_TIMEOUT.toMillis());
        // The token is for this controller only.
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Authorization", "Bearer " + token(nodeId));
        return connection;
    }

    private String token(int nodeId) {
        long now = clock.instant().getEpochSecond();
        return new ServiceToken(Role.NODE, nodeId, now, now + TOKEN_LIFE.toSeconds()).toBearer(key);
    }

    private IOException refused(int status, HttpURLConnection connection) throws IOException, NodeStartException {
        String text = "the controller at " + controller + " answered " + status + ": " + problem(connection);
        if (status >= 500 || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS) {
            return new IOException(text);
        }
        boolean forbidden = status == HttpURLConnection.HTTP_UNAUTHORIZED || status == HttpURLConnection.HTTP_FORBIDDEN;
        throw new NodeStartException(text + (forbidden ? "; compare cluster keys and clocks" : ""));
    }

    private static String problem(HttpURLConnection connection) throws IOException {
        InputStream body = connection.getErrorStream();
        return body == null
                ? connection.getResponseMessage()
                : new String(body.readNBytes(PROBLEM_BYTES_MAX), StandardCharsets.UTF_8);
    }

    private static byte[] readAtMost(InputStream body, int bytesMax) throws IOException {
        byte[] bytes = body.readNBytes(bytesMax + 1);
        if (bytes.length > bytesMax) {
            throw new IOException("the controller's answer exceeds " + bytesMax + " bytes");
        }
        return bytes;
    }
}
