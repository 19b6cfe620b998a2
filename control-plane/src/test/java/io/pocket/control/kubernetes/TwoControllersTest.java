package io.pocket.control.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.control.ControlPlaneApplication;
import io.pocket.protocol.Role;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.token.ServiceToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes over one ledger and one API server: one serves, the other waits, and takes over when the first is killed. */
class TwoControllersTest {

    private static final Duration DEADLINE = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    private final MockApiServer api = new MockApiServer();
    private final ClusterKey key = ClusterKey.generate();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final List<Controller> started = new ArrayList<>();

    private record Controller(Process process, int port, Path log) {}

    @BeforeEach
    void storeKey() throws IOException {
        Files.writeString(folder.resolve("cluster.key"), key.toHex());
    }

    @AfterEach
    void endAll() throws InterruptedException {
        for (Controller controller : started) {
            controller.process().destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        http.close();
        api.close();
    }

    private Controller start(String identity) throws IOException {
        int port = freePort();
        Path log = folder.resolve(identity + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ControlPlaneApplication.class.getName(),
                        "--server.port=" + port,
                        "--spring.main.cloud-platform=kubernetes",
                        "--pocket.controller.data-dir=" + folder.resolve("ledger"),
                        "--pocket.controller.cluster-key-file=" + folder.resolve("cluster.key"),
                        "--pocket.kubernetes.identity=" + identity,
                        "--pocket.kubernetes.lease-duration=4s",
                        "--pocket.kubernetes.renew-deadline=3s",
                        "--pocket.kubernetes.retry-period=200ms")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(Map.of("KUBERNETES_MASTER", api.url(), "KUBERNETES_NAMESPACE", "test"));
        Controller controller = new Controller(builder.start(), port, log);
        started.add(controller);
        return controller;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private int status(Controller controller, String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + controller.port() + path))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException notYet) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private void awaitStatus(Controller controller, String path, int expected) throws IOException {
        Instant deadline = Instant.now().plus(DEADLINE);
        while (status(controller, path) != expected) {
            assertThat(controller.process().isAlive() && Instant.now().isBefore(deadline))
                    .as("%s is answered with %d: %s", path, expected, Files.readString(controller.log()))
                    .isTrue();
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private HttpResponse<String> registerNode(Controller controller) throws IOException, InterruptedException {
        long now = Instant.now().getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + controller.port() + "/api/v1/nodes"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + new ServiceToken(Role.NODE, 0, now, now + 60).toBearer(key))
                .POST(BodyPublishers.ofString("""
                        {"nodeId":0,"incarnation":77,"tier":"dram","address":"127.0.0.1:9","capacityBytes":1000,"machine":"m"}"""))
                .timeout(Duration.ofSeconds(10))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    @Test
    void shouldGoOnWithTheLedgerOfAControllerThatWasKilled() throws Exception {
        Controller first = start("first");
        awaitStatus(first, "/actuator/health/readiness", 200);
        assertThat(registerNode(first).statusCode()).isEqualTo(200);
        Controller second = start("second");
        awaitStatus(second, "/actuator/health/liveness", 200);
        assertThat(status(second, "/actuator/health/readiness")).isEqualTo(503);
        assertThat(status(second, "/api/v1/nodes")).isEqualTo(503);

        first.process().destroyForcibly().waitFor();

        awaitStatus(second, "/actuator/health/readiness", 200);
        assertThat(status(second, "/api/v1/nodes/1")).isEqualTo(200);
    }
}
