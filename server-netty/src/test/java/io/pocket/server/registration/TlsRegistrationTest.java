package io.pocket.server.registration;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.pocket.protocol.Role;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.trust.ControllerCa;
import io.pocket.protocol.trust.TestAuthority;
import io.pocket.protocol.trust.UntrustedControllerException;
import io.pocket.server.registration.ScriptedController.Answer;
import io.prometheus.client.Collector;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Timeout(60)
class TlsRegistrationTest {
    private static final Logger LOG = LoggerFactory.getLogger(TlsRegistrationTest.class);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Answer ACCEPTED = new Answer(200, "{}");

    private final Instant now = Instant.now();

    private final TestAuthority ours = TestAuthority.named("ours", now.minusSeconds(60), now.plusSeconds(3_600));
    private final TestAuthority other = TestAuthority.named("other", now.minusSeconds(60), now.plusSeconds(7_200));

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(folder.resolve("ca.pem"), ours.pem());
    }

    @Test
    void shouldRegisterOverHttps() throws Exception {
        try (ScriptedController controller = new ScriptedController(ours.issue("127.0.0.1"), ACCEPTED)) {
            assertThat(registrar(controller.url(), ca()).register(Optional.empty(), LONG))
                    .isEqualTo(new Registrar.Outcome<>("told", true));
            assertThat(controller.requests).hasSize(1);
        }
    }

    @Test
    void shouldSendNothingToAControllerOfAnotherAuthorityAndTryNoOftenerThanItsPauses() throws Exception {
        try (ScriptedController controller = new ScriptedController(other.issue("127.0.0.1"), ACCEPTED)) {
            assertThatIOException()
                    .isThrownBy(() -> registrar(controller.url(), ca()).register(Optional.empty(), SHORT))
                    .withCauseInstanceOf(UntrustedControllerException.class)
                    .withMessageContaining("the controller at " + controller.url() + " is not trusted")
                    .withMessageContaining("of CA file " + file + ": CN=ours");
            assertThat(controller.requests).isEmpty();
            assertThat(controller.greetings).hasPositiveValue().hasValueLessThan(10);
        }
    }

    @Test
    void shouldSendNothingToAControllerOfAnotherName() throws Exception {
        try (ScriptedController controller = new ScriptedController(ours.issue("controller.example"), ACCEPTED)) {
            assertThatIOException()
                    .isThrownBy(() -> registrar(controller.url(), ca()).register(Optional.empty(), SHORT))
                    .withCauseInstanceOf(UntrustedControllerException.class)
                    .withMessageContaining("127.0.0.1");
            assertThat(controller.requests).isEmpty();
        }
    }

    @Test
    void shouldBelieveOnlyThePlatformsAuthoritiesWithoutACaFile() throws Exception {
        try (ScriptedController controller = new ScriptedController(ours.issue("127.0.0.1"), ACCEPTED)) {
            assertThatIOException()
                    .isThrownBy(
                            () -> registrar(controller.url(), Optional.empty()).register(Optional.empty(), SHORT))
                    .withCauseInstanceOf(UntrustedControllerException.class);
            assertThat(controller.requests).isEmpty();
        }
    }

    @Test
    void shouldSayThatHttpsIsNotServed() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerInTheClear(plain));
            URI url = URI.create("https://127.0.0.1:" + plain.getLocalPort());
            assertThatIOException()
                    .isThrownBy(() -> registrar(url, ca()).register(Optional.empty(), SHORT))
                    .withMessageContaining("TLS with the controller at " + url + " failed")
                    .withMessageContaining("see whether it serves https");
        }
    }

    /** What web servers say to a request that is none. */
    private static void answerInTheClear(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                connection.shutdownOutput();
                connection.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                LOG.debug("the other side gave up", e);
            }
        }
    }

    @Test
    void shouldRegisterBehindTheStartOnceTheAuthorityIsInTheFile() throws Exception {
        try (ScriptedController controller = new ScriptedController(other.issue("127.0.0.1"), ACCEPTED)) {
            Registrar<String> registrar = registrar(controller.url(), ca());
            assertThat(registrar.register(Optional.of("old"), LONG)).isEqualTo(new Registrar.Outcome<>("old", false));
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            try (AutoCloseable background = registrar.registerInBackground(told::add)) {
                assertThat(background).isNotNull();
                Files.writeString(file, ours.pem() + other.pem());
                assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("told");
            }
        }
    }

    @Test
    void shouldShowTheStateOfTheFile() throws Exception {
        assertThat(new ControllerCaMetrics(Optional.empty()).collect()).isEmpty();
        Files.writeString(file, ours.pem() + other.pem());
        Optional<ControllerCa> ca = ca();
        assertThat(values(ca))
                .containsExactly(
                        "pocket_controller_ca_certificates 2.0",
                        "pocket_controller_ca_first_end_timestamp_seconds " + end(ours),
                        "pocket_controller_ca_replacements_total 0.0",
                        "pocket_controller_ca_read_failures_total 0.0");

        Files.writeString(file, other.pem());
        connect(ca);
        Files.delete(file);
        connect(ca);

        assertThat(values(ca))
                .containsExactly(
                        "pocket_controller_ca_certificates 1.0",
                        "pocket_controller_ca_first_end_timestamp_seconds " + end(other),
                        "pocket_controller_ca_replacements_total 1.0",
                        "pocket_controller_ca_read_failures_total 1.0");
    }

    private static double end(TestAuthority authority) {
        return (double) authority.certificate().getNotAfter().toInstant().getEpochSecond();
    }

    private void connect(Optional<ControllerCa> ca) throws Exception {
        try (ScriptedController controller = new ScriptedController(other.issue("127.0.0.1"), ACCEPTED)) {
            registrar(controller.url(), ca).register(Optional.empty(), LONG);
        }
    }

    private static List<String> values(Optional<ControllerCa> ca) {
        return new ControllerCaMetrics(ca)
                .collect().stream()
                        .flatMap((Collector.MetricFamilySamples family) -> family.samples.stream())
                        .map(sample -> sample.name + " " + sample.value)
                        .toList();
    }

    @Test
    void shouldNotStartWithAFileThatHoldsNoCertificate() throws IOException {
        Files.writeString(file, "nothing");
        assertThatExceptionOfType(IOException.class).isThrownBy(this::ca).withMessageContaining(file.toString());
    }

    private Optional<ControllerCa> ca() throws IOException {
        return ControllerCa.load(Optional.of(file), notice -> {});
    }

    private static Registrar<String> registrar(URI controller, Optional<ControllerCa> ca) {
        RegistrationRequest<String> request =
                new RegistrationRequest<>(Role.NODE, 7, "/api/v1/things", json -> {}, json -> "told");
        return new Registrar<>(
                new ControllerClient(controller, ca, ClusterKey.generate(), InstantSource.system()), request);
    }
}
