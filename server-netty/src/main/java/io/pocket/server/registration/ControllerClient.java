package io.pocket.server.registration;

import io.pocket.protocol.Role;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.token.ServiceToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Posts JSON to the controller with a service token, again and again until it answers or a deadline is over. Plain
 * {@link HttpURLConnection}: it needs no threads of its own, and a start makes one call.
 */
public final class ControllerClient {
    private static final Logger LOG = LoggerFactory.getLogger(ControllerClient.class);
    private static final Duration TRY_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final long TOKEN_SECONDS = 300;
    private static final int MAX_ANSWER_BYTES = 16 << 20;
    private static final int MAX_REFUSAL_BYTES = 4 << 10;

    private final URI controller;
    private final ClusterKey key;
    private final Role role;
    private final Clock clock;
    private final JsonFactory json = new JsonFactory();

    /** Reads an answer from the parser, which stands before its first token. */
    @FunctionalInterface
    public interface AnswerReader<A> {
        A read(JsonParser answer) throws IOException;
    }

    /**
     * A client of the controller.
     *
     * @param controller base URL, such as {@code http://127.0.0.1:7070}
     * @param role what the caller is; it has no id yet
     */
    public ControllerClient(URI controller, ClusterKey key, Role role, Clock clock) {
        if (!"http".equals(controller.getScheme()) && !"https".equals(controller.getScheme())) {
            throw new IllegalArgumentException("controller '" + controller + "' is no http or https URL");
        }
        this.controller = controller;
        this.key = key;
        this.role = role;
        this.clock = clock;
    }

    /**
     * Posts until there is an answer.
     *
     * @param path such as {@code /api/v1/shards}
     * @param body writes the JSON object's fields
     * @param deadline for all tries together
     * @throws ControllerRefusedException when the controller refuses (4xx)
     * @throws IOException when the deadline is over, with the last try's reason
     */
    public <A> A post(String path, Consumer<JsonGenerator> body, AnswerReader<A> answer, Duration deadline)
            throws IOException, InterruptedException {
        long endNanos = System.nanoTime() + deadline.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return tryPost(path, encode(body), answer);
            } catch (ControllerRefusedException e) {
                throw e;
            } catch (IOException e) {
                if (System.nanoTime() + pause.toNanos() > endNanos) {
                    throw new IOException(
                            "the controller at " + controller + " did not answer within " + deadline + ": "
                                    + e.getMessage(),
                            e);
                }
                LOG.debug("controller not reached, again in {}: {}", pause, e.getMessage());
            }
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private byte[] encode(Consumer<JsonGenerator> body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            body.accept(out);
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private <A> A tryPost(String path, byte[] body, AnswerReader<A> answer) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) controller.resolve(path).toURL().openConnection();
        try {
            connection.setConnectTimeout((int) TRY_TIMEOUT.toMillis());
            connection.setReadTimeout((int) TRY_TIMEOUT.toMillis());
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setRequestProperty("Accept", "application/json");
            connection.setRequestProperty("Authorization", "Bearer " + bearer());
            connection.getOutputStream().write(body);
            requireOk(connection);
            try (InputStream in = connection.getInputStream();
                    JsonParser parser = json.createParser(ObjectReadContext.empty(), in.readNBytes(MAX_ANSWER_BYTES))) {
                return answer.read(parser);
            }
        } finally {
            connection.disconnect();
        }
    }

    private String bearer() {
        long now = clock.instant().getEpochSecond();
        return new ServiceToken(role, 0, now, now + TOKEN_SECONDS).toBearer(key);
    }

    private static void requireOk(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        if (status / 100 == 2) {
            return;
        }
        String text = "controller answered " + status + ": " + refusal(connection);
        if (status / 100 == 4) {
            throw new ControllerRefusedException(status, text);
        }
        throw new IOException(text);
    }

    private static String refusal(HttpURLConnection connection) throws IOException {
        try (InputStream error = connection.getErrorStream()) {
            return error == null ? "" : new String(error.readNBytes(MAX_REFUSAL_BYTES), StandardCharsets.UTF_8);
        }
    }
}
