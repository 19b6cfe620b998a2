package io.pocket.monitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.pocket.monitor.report.Delivery.Outcome;
import io.pocket.protocol.Role;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.token.Principal;
import io.pocket.protocol.token.ServiceToken;
import io.pocket.protocol.token.TokenException;
import io.pocket.protocol.token.TokenVerifier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpControllerClientTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_795_352_649);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final ClusterKey key = ClusterKey.generate();
    private final AtomicReference<String> path = new AtomicReference<>();
    private final AtomicReference<String> authorization = new AtomicReference<>();
    private final AtomicReference<String> body = new AtomicReference<>();
    private HttpServer server;

    @BeforeEach
    void startController() throws IOException {
        server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        server.start();
    }

    @AfterEach
    void stopController() {
        server.stop(0);
    }

    @Test
    void shouldPostReportAsTheMonitorOfItsNode() throws Exception {
        answer(this::recordAndAccept);

        assertThat(deliver("", TIMEOUT)).isEqualTo(Delivery.accepted());
        assertThat(path).hasValue("/api/v1/nodes/7/reports");
        assertThat(body.get()).startsWith("{\"timestampMillis\":5,");
        Principal principal = principalOf(authorization.get());
        assertThat(principal.role()).isEqualTo(Role.MONITOR);
        assertThat(principal.serviceId()).isEqualTo(7);
    }

    @Test
    void shouldKeepPathOfTheController() throws Exception {
        answer(this::recordAndAccept);

        deliver("/pocket/", TIMEOUT);

        assertThat(path).hasValue("/pocket/api/v1/nodes/7/reports");
    }

    @ParameterizedTest
    @CsvSource({
        "400, REFUSED",
        "401, REFUSED",
        "404, REFUSED",
        "302, REFUSED",
        "408, UNREACHABLE",
        "429, UNREACHABLE",
        "500, UNREACHABLE",
        "503, UNREACHABLE"
    })
    void shouldTellRefusalFromTrouble(int status, Outcome expected) throws Exception {
        answer(exchange -> exchange.sendResponseHeaders(status, -1));

        Delivery delivery = deliver("", TIMEOUT);

        assertThat(delivery.outcome()).isEqualTo(expected);
        assertThat(delivery.detail()).contains(Integer.toString(status));
    }

    @Test
    void shouldNotCarryTheTokenAlongRedirects() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        answer(exchange -> {
            requests.incrementAndGet();
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(307, -1);
        });

        assertThat(deliver("", TIMEOUT).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(requests).hasValue(1);
    }

    @Test
    void shouldSayThatNobodyListens() throws Exception {
        int port = server.getAddress().getPort();
        server.stop(0);

        assertThat(deliver(port, "", TIMEOUT).outcome()).isEqualTo(Outcome.UNREACHABLE);
    }

    @Test
    void shouldNotWaitLongerThanItsTimeForAnAnswer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, LOOPBACK)) {
            Delivery delivery = deliver(silent.getLocalPort(), "", Duration.ofMillis(200));

            assertThat(delivery.outcome()).isEqualTo(Outcome.UNREACHABLE);
            assertThat(delivery.detail()).contains("200 ms");
        }
    }

    @Test
    void shouldNotWaitForTheEndOfAnAnswerThatNeverEnds() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            await(done);
        });

        assertThat(deliver("", Duration.ofMillis(500)).outcome()).isEqualTo(Outcome.UNREACHABLE);
        done.countDown();
    }

    private void answer(HttpHandler handler) {
        server.createContext("/", exchange -> {
            try (exchange) {
                handler.handle(exchange);
            }
        });
    }

    private void recordAndAccept(HttpExchange exchange) throws IOException {
        path.set(exchange.getRequestURI().getPath());
        authorization.set(exchange.getRequestHeaders().getFirst("Authorization"));
        body.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        exchange.sendResponseHeaders(204, -1);
    }

    private Delivery deliver(String basePath, Duration timeout) throws InterruptedException {
        return deliver(server.getAddress().getPort(), basePath, timeout);
    }

    private Delivery deliver(int port, String basePath, Duration timeout) throws InterruptedException {
        URI controller = URI.create("http://127.0.0.1:" + port + basePath);
        try (HttpControllerClient client =
                new HttpControllerClient(controller, Optional.empty(), timeout, key, InstantSource.fixed(NOW))) {
            return client.deliver(SampleReports.at(5));
        }
    }

    private Principal principalOf(String header) throws NoSuchAlgorithmException, TokenException {
        assertThat(header).startsWith("Bearer ");
        TokenVerifier verifier = TokenVerifier.of(
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic(), key);
        return verifier.verify(ServiceToken.fromBearer(header.substring("Bearer ".length())), NOW.getEpochSecond());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
