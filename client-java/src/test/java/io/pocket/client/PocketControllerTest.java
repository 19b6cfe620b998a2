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
    void shouldRegisterWithQuotasAndSpaces() {
        answer = CONNECTION + "\npocket://h:1/models-3?token=BBBB\npocket://h:1/logs-4?token=CCCC\n";
        JobTicket ticket = controller.register(JobRequest.named("j")
                .quotaBytes(1L << 40)
                .quotaObjects(5)
                .quotaInlineBytes(6)
                .quotaOperationsPerSecond(7)
                .quotaConnections(8)
                .defaultTtl(Duration.ofMinutes(1))
                .openSpaces("models")
                .openSpaces("logs", "models"));
        assertThat(body)
                .isEqualTo("{\"name\":\"j\",\"hints\":{},\"quotas\":{\"bytes\":1099511627776,\"objects\":5,"
                        + "\"inlineBytes\":6,\"operationsPerSecond\":7,\"connections\":8},"
                        + "\"defaultTtlSeconds\":60,\"spaces\":[\"models\",\"logs\"]}");
        assertThat(ticket.id()).isEqualTo("sort-17");
        assertThat(ticket.space("logs")).isEqualTo("pocket://h:1/logs-4?token=CCCC");
        assertThat(ticket.space("models")).contains("BBBB");
        assertThatThrownBy(() -> ticket.space("modles"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("openSpaces(\"modles\")");
        assertThat(ticket.toString()).doesNotContain("AAAA", "BBBB", "CCCC");
    }

    @Test
    void shouldRefuseAnAnswerThatLacksASpace() {
        assertThatThrownBy(() -> controller.register(JobRequest.named("j").openSpaces("models")))
                .isInstanceOf(ControllerException.class);
    }

    @Test
    void shouldCreateAndDeleteSpaces() {
        status = 201;
        answer = "{}";
        controller.createSpace(SpaceRequest.named("models", Duration.ofHours(1))
                .capacityBytes(4)
                .tiers("ssd")
                .replicas(2)
                .quotaBytes(5)
                .quotaObjects(6)
                .quotaInlineBytes(7)
                .quotaOperationsPerSecond(8)
                .quotaConnections(9));
        assertThat(asked).isEqualTo("POST /api/v1/spaces");
        assertThat(body)
                .isEqualTo("{\"name\":\"models\",\"defaultTtlSeconds\":3600,\"hints\":{\"capacityBytes\":4,"
                        + "\"tiers\":[\"ssd\"],\"replicas\":2},\"quotas\":{\"bytes\":5,\"objects\":6,\"inlineBytes\":7,"
                        + "\"operationsPerSecond\":8,\"connections\":9}}");
        controller.createSpace(SpaceRequest.named("m", Duration.ofSeconds(1)));
        assertThat(body).isEqualTo("{\"name\":\"m\",\"defaultTtlSeconds\":1}");
        status = 200;
        controller.deleteSpace("a b");
        assertThat(asked).isEqualTo("DELETE /api/v1/spaces/a%20b");
    }

    @Test
    void shouldPassOnTheRemedy() {
        status = 404;
        answer = "{\"detail\":\"No space is called x\",\"remedy\":\"Create it\"}";
        assertThatThrownBy(() -> controller.deleteSpace("x")).hasMessageContaining("No space is called x. Create it");
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
