package io.pocket.data.jvm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pocket.protocol.Role;
import io.pocket.protocol.message.JobGrant;
import io.pocket.protocol.message.ShardEntry;
import io.pocket.protocol.message.Tombstone;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.token.JobToken;
import io.pocket.protocol.token.Principal;
import io.pocket.protocol.token.ServiceToken;
import io.pocket.protocol.token.TokenException;
import io.pocket.protocol.token.TokenVerifier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Answers registrations as the controller does, and signs job tokens. */
final class FakeController implements AutoCloseable {

    static final int NODE_ID = 11;

    final ClusterKey clusterKey = ClusterKey.generate();
    final Queue<String> registrations = new ConcurrentLinkedQueue<>();
    /** What else nodes told it: method and path, and what it answered. */
    final Queue<String> notices = new ConcurrentLinkedQueue<>();

    volatile List<ShardEntry> shards = List.of();
    volatile List<Tombstone> tombstones = List.of();
    volatile List<JobGrant> grants = List.of();
    volatile boolean draining;
    /** Status of the next answers; 200 to accept. */
    volatile int status = 200;
    /** Status of the next answers to a node that wants to be struck off. */
    volatile int farewellStatus = 204;

    private final KeyPair jobKeys;
    private final ClusterJson json = new ClusterJson();
    private final HttpServer server;

    FakeController() throws IOException, GeneralSecurityException {
        this(0, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    }

    private FakeController(int port, KeyPair keys) throws IOException {
        jobKeys = keys;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/api/v1/nodes", this::register);
        server.createContext("/api/v1/nodes/", this::note);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    byte[] jobToken(long job) {
        return new JobToken(job, JobToken.ALL, 0, Long.MAX_VALUE)
                .sign(jobKeys.getPrivate())
                .toArray();
    }

    byte[] serviceToken(Role role) {
        return new ServiceToken(role, 0, 0, Long.MAX_VALUE).sign(clusterKey).toArray();
    }

    private void register(HttpExchange exchange) throws IOException {
        try (exchange) {
            registrations.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            int code = isFromNode(exchange) ? status : 401;
            String key = Base64.getEncoder().encodeToString(jobKeys.getPublic().getEncoded());
            byte[] answer = code == 200
                    ? json.write(new ClusterKnowledge(NODE_ID, key, shards, tombstones, grants, draining))
                    : "{\"detail\":\"no\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private void note(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean farewell = exchange.getRequestMethod().equals("DELETE");
            int code = !isFromNode(exchange) ? 401 : status != 200 || !farewell ? status : farewellStatus;
            notices.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body + " " + code);
            exchange.sendResponseHeaders(code, -1);
        }
    }

    private boolean isFromNode(HttpExchange exchange) {
        String bearer = exchange.getRequestHeaders().getFirst("Authorization").substring("Bearer ".length());
        try {
            Principal principal = TokenVerifier.of(jobKeys.getPublic(), clusterKey)
                    .verify(ServiceToken.fromBearer(bearer), System.currentTimeMillis() / 1_000);
            return principal.role() == Role.NODE;
        } catch (TokenException e) {
            return false;
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
