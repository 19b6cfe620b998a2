package io.pocket.monitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.pocket.monitor.report.Delivery.Outcome;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.trust.ControllerCa;
import io.pocket.protocol.trust.TestAuthority;
import io.pocket.protocol.trust.TestIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsDeliveryTest {
    private final TestAuthority ours = TestAuthority.named("ours");
    private final TestAuthority other = TestAuthority.named("other");
    private final AtomicInteger requests = new AtomicInteger();

    @TempDir
    private Path folder;

    private Path file;
    private HttpsServer server;

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(folder.resolve("ca.pem"), ours.pem());
    }

    @AfterEach
    void stopController() {
        server.stop(0);
    }

    @Test
    void shouldDeliverOverHttps() throws Exception {
        serve(ours.issue("127.0.0.1"));
        try (HttpControllerClient client = client(ca())) {
            assertThat(client.deliver(SampleReports.at(5))).isEqualTo(Delivery.accepted());
            assertThat(requests).hasValue(1);
        }
    }

    @Test
    void shouldSendNothingToAControllerOfAnotherAuthorityUntilItIsInTheFile() throws Exception {
        serve(other.issue("127.0.0.1"));
        try (HttpControllerClient client = client(ca())) {
            Delivery delivery = client.deliver(SampleReports.at(5));
            assertThat(delivery.outcome()).isEqualTo(Outcome.UNTRUSTED);
            assertThat(delivery.detail()).contains(url() + " is not trusted", file + ": CN=ours");
            assertThat(requests).hasValue(0);

            Files.writeString(file, other.pem());
            assertThat(client.deliver(SampleReports.at(5))).isEqualTo(Delivery.accepted());
        }
    }

    @Test
    void shouldSendNothingToAControllerOfAnotherName() throws Exception {
        serve(ours.issue("controller.example"));
        try (HttpControllerClient client = client(ca())) {
            Delivery delivery = client.deliver(SampleReports.at(5));
            assertThat(delivery.outcome()).isEqualTo(Outcome.UNTRUSTED);
            assertThat(delivery.detail()).contains("127.0.0.1", "its names with the host in the URL");
            assertThat(requests).hasValue(0);
        }
    }

    @Test
    void shouldBelieveOnlyThePlatformsAuthoritiesWithoutACaFile() throws Exception {
        serve(ours.issue("127.0.0.1"));
        try (HttpControllerClient client = client(Optional.empty())) {
            assertThat(client.deliver(SampleReports.at(5)).outcome()).isEqualTo(Outcome.UNTRUSTED);
            assertThat(requests).hasValue(0);
        }
    }

    private void serve(TestIdentity identity) throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity.serverContext()));
        server.createContext("/", this::accept);
        server.start();
    }

    private void accept(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private URI url() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    private Optional<ControllerCa> ca() throws IOException {
        return ControllerCa.load(Optional.of(file), notice -> {});
    }

    private HttpControllerClient client(Optional<ControllerCa> ca) {
        return new HttpControllerClient(
                url(), ca, Duration.ofSeconds(10), ClusterKey.generate(), InstantSource.system());
    }
}
