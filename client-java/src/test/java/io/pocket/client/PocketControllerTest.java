package io.pocket.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PocketControllerTest {
    private static final String CONNECTION = "pocket://10.0.0.1:7100/sort-17?token=AAAA";

    private HttpServer server;
    private PocketController controller;
    private int status = 200;
    private String answer = CONNECTION;
    private String asked;
    private String body;
    private String accept;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        controller = PocketController.at(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        accept = exchange.getRequestHeaders().getFirst("Accept");
        body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void shouldRegisterWithAllHints() {
        JobTicket ticket = controller.register(JobRequest.named("sort \"π\"\n")
                .functions(16)
                .capacityBytes(1L << 40)
                .peakBandwidthBitsPerSecond(8_000_000_000L)
                .latencySensitive(true)
                .tiers("dram", "nvme")
                .lifetime(Duration.ofMinutes(10))
                .replicas(2));
        assertThat(asked).isEqualTo("POST /api/v1/jobs");
        assertThat(accept).startsWith("text/plain");
        assertThat(body)
                .isEqualTo(
                        "{\"name\":\"sort \\\"π\\\"\\n\",\"hints\":{\"functions\":16,\"capacityBytes\":1099511627776,"
                                + "\"peakBandwidthBitsPerSecond\":8000000000,\"latencySensitive\":true,"
                                + "\"tiers\":[\"dram\",\"nvme\"],\"lifetimeSeconds\":600,\"replicas\":2}}");
        assertThat(ticket.id()).isEqualTo("sort-17");
        assertThat(ticket.connectionString()).isEqualTo(CONNECTION);
        assertThat(ticket.toString()).doesNotContain("AAAA");
    }

    @Test
    void shouldRegisterWithoutHints() {
        controller.register(JobRequest.named("j"));
        assertThat(body).isEqualTo("{\"name\":\"j\",\"hints\":{}}");
    }

    @Test
    void shouldTakeTheLastOfTwoHintsOfOneKind() {
        assertThat(JobRequest.named("j").functions(1).functions(2).toJson())
                .isEqualTo("{\"name\":\"j\",\"hints\":{\"functions\":2}}");
    }

    @Test
    void shouldPassOnTheProblemsText() {
        status = 409;
        answer = "{\"title\" : \"Conflict\",\"status\":409,\"detail\":\"no room for \\u03c0 \\\"j\\\": add nodes\"}";
        assertThatThrownBy(() -> controller.register(JobRequest.named("j")))
                .isInstanceOfSatisfying(
                        ControllerException.class, e -> assertThat(e.status()).isEqualTo(409))
                .hasMessageContaining("no room for π \"j\": add nodes");
    }

    @Test
    void shouldPassOnWhateverElseARefusalSays() {
        status = 502;
        answer = "{\"detail\":\"\\u12";
        assertThatThrownBy(() -> controller.register(JobRequest.named("j"))).hasMessageContaining("HTTP 502");
        answer = "<html>Bad gateway</html>";
        assertThatThrownBy(() -> controller.register(JobRequest.named("j"))).hasMessageContaining("Bad gateway");
    }

    @Test
    void shouldRefuseAnAnswerThatIsNoConnectionString() {
        answer = "hello";
        assertThatThrownBy(() -> controller.register(JobRequest.named("j")))
                .isInstanceOf(ControllerException.class)
                .hasMessageContaining("no connection string");
    }

    @Test
    void shouldDeregister() {
        status = 204;
        answer = "";
        controller.deregister("a b/c");
        assertThat(asked).isEqualTo("DELETE /api/v1/jobs/a%20b%2Fc");
    }

    @Test
    void shouldNameAControllerThatDoesNotAnswer() {
        server.stop(0);
        assertThatThrownBy(() -> controller.deregister("j"))
                .isInstanceOfSatisfying(
                        ControllerException.class, e -> assertThat(e.status()).isZero())
                .hasMessageContaining("127.0.0.1");
    }
}
