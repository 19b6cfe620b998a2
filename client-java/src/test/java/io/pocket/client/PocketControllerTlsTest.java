package io.pocket.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.pocket.protocol.trust.TestAuthority;
import io.pocket.protocol.trust.TestIdentity;
import io.pocket.protocol.trust.UntrustedControllerException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PocketControllerTlsTest {
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
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void shouldSpeakToAControllerOfTheAuthorityInTheFile() throws IOException {
        serve(ours.issue("127.0.0.1"));
        PocketController.at(url(), file).deregister("j");
        assertThat(requests).hasValue(1);
    }

    @Test
    void shouldSendNothingToAControllerOfAnotherAuthorityUntilItIsInTheFile() throws IOException {
        serve(other.issue("127.0.0.1"));
        PocketController controller = PocketController.at(url(), file);
        assertThatExceptionOfType(ControllerException.class)
                .isThrownBy(() -> controller.deregister("j"))
                .withCauseInstanceOf(UntrustedControllerException.class)
                .withMessageContaining("deregister job j: the controller at " + url() + " is not trusted")
                .withMessageContaining("of CA file " + file + ": CN=ours")
                .satisfies(e -> assertThat(e.status()).isZero());
        assertThat(requests).hasValue(0);

        Files.writeString(file, other.pem());
        controller.deregister("j");
        assertThat(requests).hasValue(1);
    }

    @Test
    void shouldSendNothingToAControllerOfAnotherName() throws Exception {
        serve(ours.issue("controller.example"));
        assertThatExceptionOfType(ControllerException.class)
                .isThrownBy(() -> PocketController.at(url(), file).deregister("j"))
                .withCauseInstanceOf(UntrustedControllerException.class)
                .withMessageContaining("127.0.0.1");
        SSLContext tls = context(ours);
        assertThatExceptionOfType(ControllerException.class)
                .isThrownBy(() -> PocketController.at(url(), tls).deregister("j"))
                .withCauseInstanceOf(UntrustedControllerException.class);
        assertThat(requests).hasValue(0);
    }

    @Test
    void shouldTakeATlsOfOnesOwn() throws Exception {
        serve(other.issue("127.0.0.1"));
        PocketController.at(url(), context(other)).deregister("j");
        assertThat(requests).hasValue(1);
        SSLContext distrusting = context(ours);
        assertThatExceptionOfType(ControllerException.class)
                .isThrownBy(() -> PocketController.at(url(), distrusting).deregister("j"))
                .withCauseInstanceOf(UntrustedControllerException.class);
    }

    @Test
    void shouldBelieveOnlyThePlatformsAuthoritiesWhenGivenNone() throws IOException {
        serve(ours.issue("127.0.0.1"));
        assertThatExceptionOfType(ControllerException.class)
                .isThrownBy(() -> PocketController.at(url()).deregister("j"))
                .withCauseInstanceOf(UntrustedControllerException.class);
        assertThat(requests).hasValue(0);
    }

    @Test
    void shouldNameAFileThatHoldsNoCertificate() throws IOException {
        Files.writeString(file, "nothing");
        URI address = URI.create("https://127.0.0.1:1");
        assertThatExceptionOfType(LocalIoException.class)
                .isThrownBy(() -> PocketController.at(address, file))
                .withMessageContaining("CA file " + file + " holds no certificate");
    }

    @Test
    void shouldNotSpeakInTheClearWhenGivenAuthorities() {
        URI address = URI.create("http://127.0.0.1:1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PocketController.at(address, file))
                .withMessageContaining("'http://127.0.0.1:1'")
                .withMessageContaining("https");
    }

    private void serve(TestIdentity identity) throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity.serverContext()));
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private URI url() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    private static SSLContext context(TestAuthority authority) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", authority.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
