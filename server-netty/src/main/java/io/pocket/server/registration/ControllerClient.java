package io.pocket.server.registration;

import io.pocket.protocol.Role;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.token.ServiceToken;
import io.pocket.protocol.trust.ControllerCa;
import io.pocket.protocol.trust.UntrustedControllerException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;

/**
 * Speaks to the controller over HTTP, one attempt at a time. It uses the JDK's old client because that loads ten
 * times fewer classes than the new one and has no threads, and a process is to be ready in well under a second. Any
 * thread.
 */
public final class ControllerClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);
    /** Tens of thousands of tombstones fit. */
    private static final int ANSWER_BYTES_MAX = 4 << 20;

    private static final int PROBLEM_BYTES_MAX = 2 << 10;

    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    private final URI controller;
    private final Optional<ControllerCa> ca;
    private final ClusterKey key;
    private final InstantSource clock;
    private final ControllerJson json = new ControllerJson();

    /**
     * A client of one controller.
     *
     * @param controller base URL that passed {@link ControllerUrl#check}
     * @param ca whom to believe over https, if not the authorities that this Java platform believes
     * @param key signs the token that each attempt carries
     */
    public ControllerClient(URI controller, Optional<ControllerCa> ca, ClusterKey key, InstantSource clock) {
        this.controller = controller;
        this.ca = ca;
        this.key = key;
        this.clock = clock;
    }

    /**
     * One attempt: at most 2 s to connect and 10 s for each part of the answer.
     *
     * @throws UntrustedControllerException if whoever answered there is not believed; it was sent nothing
     * @throws IOException if the controller cannot be reached or cannot answer now: try again
     * @throws ControllerRefusedException if it refused: trying again is of no use
     */
    public <A> A register(RegistrationRequest<A> request) throws IOException, ControllerRefusedException {
        HttpURLConnection connection =
                connect("POST", request.path(), token(request.role(), request.serviceId()), ANSWER_TIMEOUT);
        try {
            connection.setDoOutput(true);
            connection.getOutputStream().write(json.write(request.fields()));
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw refused(status, connection);
            }
            return json.read(readAtMost(connection.getInputStream(), ANSWER_BYTES_MAX), request.answer());
        } catch (IOException e) {
            throw UntrustedControllerException.explain(controller, e);
        } finally {
            connection.disconnect();
        }
    }

    /**
     * One attempt to tell something: at most 2 s to connect and {@code timeout} for the answer, of which only the status counts.
     *
     * @throws UntrustedControllerException if whoever answered there is not believed; it was sent nothing
     * @throws IOException if the controller cannot be reached or cannot answer now: try again
     * @throws ControllerRefusedException if it refused: trying again is of no use before something changes
     */
    public void tell(ControllerNotice notice, Duration timeout) throws IOException, ControllerRefusedException {
        HttpURLConnection connection =
                connect(notice.method(), notice.path(), token(notice.role(), notice.serviceId()), timeout);
        try {
            if (notice.fields().isPresent()) {
                connection.setDoOutput(true);
                connection.getOutputStream().write(json.write(notice.fields().get()));
            }
            int status = connection.getResponseCode();
            if (status / 100 != HttpURLConnection.HTTP_OK / 100) {
                throw refused(status, connection);
            }
        } catch (IOException e) {
            throw UntrustedControllerException.explain(controller, e);
        } finally {
            connection.disconnect();
        }
    }

    private HttpURLConnection connect(String method, String path, String token, Duration answerTimeout)
            throws IOException {
        URI target = ControllerUrl.below(controller, path);
        HttpURLConnection connection = (HttpURLConnection) target.toURL().openConnection();
        if (ca.isPresent() && connection instanceof HttpsURLConnection https) {
            https.setSSLSocketFactory(ca.get().context().getSocketFactory());
        }
        connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
        connection.setReadTimeout((int) Math.max(1, answerTimeout.toMillis()));
        // The token is for this controller only.
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod(method);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Accept", "application/json");
        connection.setRequestProperty("Authorization", "Bearer " + token);
        return connection;
    }

    private String token(Role role, int serviceId) {
        long now = clock.instant().getEpochSecond();
        return new ServiceToken(role, serviceId, now, now + TOKEN_LIFE.toSeconds()).toBearer(key);
    }

    private IOException refused(int status, HttpURLConnection connection)
            throws IOException, ControllerRefusedException {
        String text = "the controller at " + controller + " answered " + status + ": " + problem(connection);
        if (status >= 500 || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS) {
            return new IOException(text);
        }
        boolean forbidden = status == HttpURLConnection.HTTP_UNAUTHORIZED || status == HttpURLConnection.HTTP_FORBIDDEN;
        throw new ControllerRefusedException(status, text + (forbidden ? "; compare cluster keys and clocks" : ""));
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
