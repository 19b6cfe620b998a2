package io.pocket.protocol.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ControllerCaTest {
    private static final String HOST = "127.0.0.1";

    private final TestAuthority ours = TestAuthority.named("ours");
    private final TestAuthority next = TestAuthority.named("ours");
    private final Queue<String> notices = new ConcurrentLinkedQueue<>();

    @TempDir
    Path folder;

    private Path file;
    private HttpsServer server;

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(folder.resolve("ca.pem"), ours.pem());
    }

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void shouldBelieveItsAuthorities() throws IOException {
        Files.writeString(file, next.pem() + ours.pem());
        ControllerCa ca = ControllerCa.load(file, notices::add);
        serve(ours.issue(HOST));
        assertThatNoException().isThrownBy(() -> connect(ca));
        serve(next.issue(HOST));
        assertThatNoException().isThrownBy(() -> connect(ca));
        assertThat(ca.figures())
                .isEqualTo(new ControllerCa.Figures(
                        2, ours.certificate().getNotAfter().toInstant(), 0, 0));
        assertThat(notices).isEmpty();
    }

    @Test
    void shouldRefuseTheCertificateOfAnotherAuthorityAndSayWhichAreTrusted() throws IOException {
        serve(next.issue(HOST));
        ControllerCa ca = ControllerCa.load(file, notices::add);
        assertThatExceptionOfType(UntrustedControllerException.class)
                .isThrownBy(() -> connect(ca))
                .withMessageContaining("the controller at " + url() + " is not trusted")
                .withMessageContaining("of CA file " + file + ": CN=ours")
                .withMessageContaining("compare its certificate's issuer with the CA file");
    }

    @Test
    void shouldRefuseACertificateForAnotherHost() throws IOException {
        serve(ours.issue("controller.example", "127.0.0.2"));
        ControllerCa ca = ControllerCa.load(file, notices::add);
        assertThatExceptionOfType(UntrustedControllerException.class)
                .isThrownBy(() -> connect(ca))
                .withMessageContaining(HOST)
                .withMessageContaining("its names with the host in the URL");
    }

    @Test
    void shouldRefuseACertificateWhoseTimeIsOver() throws IOException {
        serve(ours.issue(Instant.now().minusSeconds(10), HOST));
        ControllerCa ca = ControllerCa.load(file, notices::add);
        assertThatExceptionOfType(UntrustedControllerException.class)
                .isThrownBy(() -> connect(ca))
                .withMessageContaining("validity")
                .withMessageContaining("its dates with the clock");
    }

    @Test
    void shouldBelieveWhatTookTheFilesPlaceWithNoNewContext() throws IOException {
        ControllerCa ca = ControllerCa.load(file, notices::add);
        serve(next.issue(HOST));
        assertThatExceptionOfType(UntrustedControllerException.class).isThrownBy(() -> connect(ca));

        Files.writeString(file, next.pem());

        assertThatNoException().isThrownBy(() -> connect(ca));
        assertThat(ca.figures().replacements()).isEqualTo(1);
        assertThat(notices).singleElement().asString().contains(file.toString(), "has changed");
    }

    /** As Kubernetes replaces the files of a Secret: same length, and perhaps the same time. */
    @Test
    void shouldFollowALinkThatIsTurned() throws IOException {
        Path data = folder.resolve("..data");
        Files.createSymbolicLink(data, version("..1", ours));
        ControllerCa ca = ControllerCa.load(
                Files.createSymbolicLink(folder.resolve("ca.crt"), data.resolve("ca.crt")), notices::add);
        serve(next.issue(HOST));
        assertThatExceptionOfType(UntrustedControllerException.class).isThrownBy(() -> connect(ca));

        Path turned = Files.createSymbolicLink(folder.resolve("..data_tmp"), version("..2", next));
        Files.move(turned, data, StandardCopyOption.ATOMIC_MOVE);

        assertThatNoException().isThrownBy(() -> connect(ca));
    }

    private Path version(String name, TestAuthority authority) throws IOException {
        Path version = Files.createDirectory(folder.resolve(name));
        Files.writeString(version.resolve("ca.crt"), authority.pem());
        return version;
    }

    /** A resumed TLS session is not checked: so none may be kept for long. */
    @Test
    void shouldSoonRefuseWhomItBelievedOnceTheirAuthorityIsGone() throws IOException {
        ControllerCa ca = ControllerCa.load(file, notices::add);
        serve(ours.issue(HOST));
        connect(ca);

        Files.writeString(file, next.pem());

        assertThat(becomesUntrusted(ca)).isTrue();
    }

    private boolean becomesUntrusted(ControllerCa ca) throws IOException {
        long startNanos = System.nanoTime();
        while (System.nanoTime() - startNanos < TimeUnit.SECONDS.toNanos(20)) {
            try {
                connect(ca);
            } catch (UntrustedControllerException e) {
                return true;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return false;
    }

    @Test
    void shouldGoOnWithWhatItKnowsWhileTheFileIsUnreadableAndSaySoOnce() throws IOException {
        ControllerCa ca = ControllerCa.load(file, notices::add);
        serve(ours.issue(HOST));
        Files.writeString(file, "half a cert");
        ca.current();
        ca.current();
        assertThatNoException().isThrownBy(() -> connect(ca));
        assertThat(notices).singleElement().asString().contains("holds no certificate", "these stay trusted: CN=ours");
        assertThat(ca.figures().failures()).isGreaterThanOrEqualTo(2);
        serve(next.issue(HOST));
        assertThatExceptionOfType(UntrustedControllerException.class)
                .isThrownBy(() -> connect(ca))
                .withMessageContaining(
                        "of CA file " + file + " as it was read last, for now CA file " + file + " holds no");

        Files.delete(file);
        ca.current();
        assertThat(notices).hasSize(2).anyMatch(notice -> notice.contains("cannot be read"));
        Files.writeString(file, next.pem());
        assertThat(ca.current().toString()).isEqualTo("CN=ours");
        assertThat(ca.figures().replacements()).isEqualTo(1);
    }

    @Test
    void shouldWarnOfAnAuthorityThatIsOutOfDateAndGoOnBelievingIt() throws IOException {
        Instant ended = Instant.now().minusSeconds(10).truncatedTo(ChronoUnit.SECONDS);
        TestAuthority old = TestAuthority.named("old", ended.minusSeconds(100), ended);
        Files.writeString(file, ours.pem() + old.pem());
        ControllerCa ca = ControllerCa.load(file, notices::add);
        assertThat(notices)
                .singleElement()
                .asString()
                .contains(file.toString(), "out of date", "CN=old", ended.toString())
                .doesNotContain("CN=ours");
        assertThat(ca.figures().firstEnd()).isEqualTo(ended);
        serve(old.issue(HOST));
        assertThatNoException().isThrownBy(() -> connect(ca));
    }

    @Test
    void shouldWarnOfAnAuthorityThatIsNotValidYet() throws IOException {
        ControllerCa.load(file, notices::add, InstantSource.fixed(Instant.EPOCH));
        assertThat(notices).singleElement().asString().contains("CN=ours", "compare the clock");
    }

    @Test
    void shouldNotStartWithoutCertificates() throws IOException {
        Files.writeString(file, "");
        assertThatExceptionOfType(CaFileException.class).isThrownBy(() -> ControllerCa.load(file, notices::add));
    }

    @Test
    void shouldTellARefusalFromOtherFailures() throws IOException {
        IOException other = new IOException("other");
        assertThat(UntrustedControllerException.explain(URI.create("https://h"), other))
                .isSameAs(other);
        IOException tls = new SSLException("Unsupported or unrecognized SSL message");
        assertThat(UntrustedControllerException.explain(URI.create("https://h"), tls))
                .isNotInstanceOf(UntrustedControllerException.class)
                .hasMessageContaining("TLS with the controller at https://h failed: Unsupported")
                .hasMessageContaining("see whether it serves https");
    }

    private void serve(TestIdentity identity) throws IOException {
        stopServer();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity.serverContext()));
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(204, -1);
            }
        });
        server.start();
    }

    private URI url() {
        return URI.create("https://" + HOST + ":" + server.getAddress().getPort());
    }

    private void connect(ControllerCa ca) throws IOException {
        HttpsURLConnection connection = (HttpsURLConnection) url().toURL().openConnection();
        connection.setConnectTimeout((int) Duration.ofSeconds(10).toMillis());
        connection.setReadTimeout((int) Duration.ofSeconds(10).toMillis());
        connection.setSSLSocketFactory(ca.context().getSocketFactory());
        try {
            assertThat(connection.getResponseCode()).isEqualTo(204);
        } catch (IOException e) {
            throw UntrustedControllerException.explain(url(), e);
        } finally {
            connection.disconnect();
        }
    }
}
