package io.pocket.control;

import static io.pocket.control.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.pocket.protocol.trust.ControllerCa;
import io.pocket.protocol.trust.TestAuthority;
import io.pocket.protocol.trust.TestIdentity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What README says of TLS at the controller, which is Spring Boot's. */
@Timeout(120)
class TlsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String HOST = "127.0.0.1";

    private final TestAuthority authority = TestAuthority.named("ours");

    @TempDir
    Path dataDir;

    @TempDir
    Path certificates;

    private ControllerCa ca;

    @BeforeEach
    void writeCa() throws IOException {
        ca = ControllerCa.load(Files.writeString(certificates.resolve("ca.pem"), authority.pem()), notice -> {});
    }

    @Test
    void shouldServeHttpsAndTakeAReplacedCertificateWhileItGoesOn() throws Exception {
        TestIdentity first = authority.issue(HOST);
        first.write(certificates);
        try (ControllerUnderTest controller = ControllerUnderTest.start(dataDir, tls(certificates, Map.of()));
                HttpClient connected = client()) {
            HttpResponse<String> answer = get(connected, https(controller));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(shown(answer)).isEqualTo(first.certificate());

            TestIdentity second = authority.issue(HOST);
            second.write(certificates);

            eventually(() -> assertThat(shownToNewcomers(controller)).isEqualTo(second.certificate()));
            answer = get(connected, https(controller));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(shown(answer)).as("a connection that was open stays").isEqualTo(first.certificate());
        }
    }

    @Test
    void shouldKeepItsCertificateWhileItsReplacementHasNotItsKey() throws Exception {
        TestIdentity first = authority.issue(HOST);
        first.write(certificates);
        try (ControllerUnderTest controller = ControllerUnderTest.start(dataDir, tls(certificates, Map.of()));
                ReloadErrors errors = new ReloadErrors()) {
            TestIdentity second = authority.issue(HOST);
            Files.writeString(certificates.resolve("tls.crt"), second.certificatePem());
            eventually(() -> assertThat(errors.count()).isPositive());
            assertThat(shownToNewcomers(controller)).isEqualTo(first.certificate());

            Files.writeString(certificates.resolve("tls.key"), second.keyPem());
            eventually(() -> assertThat(shownToNewcomers(controller)).isEqualTo(second.certificate()));
        }
    }

    /** What Spring Boot logs when it cannot use the files. */
    private static final class ReloadErrors extends AppenderBase<ILoggingEvent> implements AutoCloseable {
        private final Logger logger =
                (Logger) LoggerFactory.getLogger("org.springframework.boot.autoconfigure.ssl.FileWatcher");
        private final AtomicInteger count = new AtomicInteger();

        ReloadErrors() {
            start();
            logger.addAppender(this);
        }

        int count() {
            return count.get();
        }

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel() == Level.ERROR) {
                count.incrementAndGet();
            }
        }

        @Override
        public void close() {
            logger.detachAppender(this);
            stop();
        }
    }

    /** As Kubernetes replaces the files of a Secret. */
    @Test
    void shouldFollowALinkThatIsTurned() throws Exception {
        Path data = certificates.resolve("..data");
        Files.createSymbolicLink(data, version("..1", authority.issue(HOST)));
        Files.createSymbolicLink(certificates.resolve("tls.crt"), Path.of("..data", "tls.crt"));
        Files.createSymbolicLink(certificates.resolve("tls.key"), Path.of("..data", "tls.key"));
        try (ControllerUnderTest controller = ControllerUnderTest.start(dataDir, tls(certificates, Map.of()))) {
            Certificate before = shownToNewcomers(controller);

            TestIdentity renewed = authority.issue(HOST);
            Path turned = Files.createSymbolicLink(certificates.resolve("..data_tmp"), version("..2", renewed));
            Files.move(turned, data, StandardCopyOption.ATOMIC_MOVE);

            eventually(() -> assertThat(shownToNewcomers(controller))
                    .isEqualTo(renewed.certificate())
                    .isNotEqualTo(before));
        }
    }

    private Path version(String name, TestIdentity identity) throws IOException {
        Path version = Files.createDirectory(certificates.resolve(name));
        identity.write(version);
        return Path.of(version.getFileName().toString());
    }

    @Test
    void shouldKeepTheActuatorOnAPortOfItsOwnInTheClear() throws Exception {
        authority.issue(HOST).write(certificates);
        try (ControllerUnderTest controller =
                        ControllerUnderTest.start(dataDir, tls(certificates, Map.of("management.server.port", "0")));
                HttpClient http = client()) {
            URI health =
                    URI.create("http://" + HOST + ":" + controller.port("management") + "/actuator/health/liveness");
            assertThat(get(http, health).statusCode()).isEqualTo(200);
            assertThat(get(http, https(controller)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldNotAnswerInTheClearNorWithACertificateThatIsNotForTheHost() throws Exception {
        authority.issue("controller.example").write(certificates);
        try (ControllerUnderTest controller = ControllerUnderTest.start(dataDir, tls(certificates, Map.of()));
                HttpClient http = client()) {
            URI clear = URI.create("http://" + HOST + ":" + controller.port("server") + "/api/v1/jobs");
            assertThat(get(http, clear).statusCode()).isEqualTo(400);
            assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(() -> get(http, https(controller)));
        }
    }

    @Test
    void shouldNameTheFileThatIsNotThere() {
        assertThatThrownBy(() -> ControllerUnderTest.start(dataDir, tls(certificates, Map.of())))
                .hasStackTraceContaining(certificates.resolve("tls.").toString());
    }

    private static Map<String, String> tls(Path folder, Map<String, String> more) {
        String bundle = "spring.ssl.bundle.pem.controller.";
        Map<String, String> settings = new LinkedHashMap<>(Map.of(
                "server.ssl.bundle",
                "controller",
                bundle + "keystore.certificate",
                "file:" + folder.resolve("tls.crt"),
                bundle + "keystore.private-key",
                "file:" + folder.resolve("tls.key"),
                bundle + "keystore.verify-keys",
                "true",
                bundle + "reload-on-update",
                "true",
                "spring.ssl.bundle.watch.file.quiet-period",
                "100ms"));
        settings.putAll(more);
        return settings;
    }

    private static URI https(ControllerUnderTest controller) {
        return URI.create("https://" + HOST + ":" + controller.port("server") + "/api/v1/jobs");
    }

    private HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(ca.context())
                .connectTimeout(TIMEOUT)
                .build();
    }

    private Certificate shownToNewcomers(ControllerUnderTest controller) throws Exception {
        try (HttpClient newcomer = client()) {
            return shown(get(newcomer, https(controller)));
        }
    }

    private static Certificate shown(HttpResponse<String> answer) throws Exception {
        return answer.sslSession().orElseThrow().getPeerCertificates()[0];
    }

    private static HttpResponse<String> get(HttpClient http, URI address) throws Exception {
        return http.send(HttpRequest.newBuilder(address).timeout(TIMEOUT).build(), BodyHandlers.ofString());
    }
}
