package io.pocket.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.monitor.host.HostPaths;
import io.pocket.monitor.host.InterfaceFilter;
import io.pocket.protocol.counters.CounterFile;
import io.pocket.protocol.counters.NodeCounter;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.trust.CaFileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The whole daemon in this process, on the running kernel. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc, which only Linux has")
class MonitorDaemonTest {
    @TempDir
    private Path folder;

    private Path countersFile;

    @BeforeEach
    void writeKey() throws IOException {
        countersFile = folder.resolve("counters");
        Files.writeString(folder.resolve("key"), ClusterKey.generate().toHex());
    }

    @Test
    void shouldReportOnceTheNodeHasJoined() throws IOException {
        try (FakeController controller = FakeController.start(0);
                MonitorDaemon daemon = start(controller.url())) {
            Poll.until("two readings", () -> metrics(daemon).contains("pocket_monitor_interval_seconds"));
            assertThat(controller.reports()).isEmpty();

            startNode(1).set(NodeCounter.USED_BYTES, 4711);

            Poll.until("a report", () -> anyContains(controller.reports(), "\"usedBytes\":4711"));
            assertThat(controller.reports().getLast())
                    .contains("\"cpuPercentPerCore\":[", "\"state\":\"RUNNING\"", "\"restarts\":0");
        }
    }

    @Test
    void shouldOutliveControllerThatIsDown() throws IOException {
        startNode(1);
        int port = freePort();
        try (MonitorDaemon daemon = start(URI.create("http://127.0.0.1:" + port))) {
            Poll.until("failures", () -> metrics(daemon).contains("outcome=\"unreachable\""));
            Poll.until("dropped reports", () -> metrics(daemon).contains("outcome=\"stale\""));

            try (FakeController controller = FakeController.start(port)) {
                Poll.until("a report", () -> !controller.reports().isEmpty());
            }
        }
    }

    @Test
    void shouldTellProbesThatItSamples() throws IOException {
        try (MonitorDaemon daemon = start(URI.create("http://127.0.0.1:" + freePort()))) {
            Poll.until("a reading", () -> page(daemon, "/-/ready").equals("ok\n"));
            assertThat(page(daemon, "/-/healthy")).isEqualTo("ok\n");
        }
    }

    /** Empty while the answer is another than OK. */
    private static String page(MonitorDaemon daemon, String path) {
        try (InputStream body = URI.create("http://127.0.0.1:" + daemon.metricsPort() + path)
                .toURL()
                .openStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException notReady) {
            return "";
        }
    }

    @Test
    void shouldNoticeThatTheNodeRestarted() throws IOException {
        try (FakeController controller = FakeController.start(0);
                MonitorDaemon daemon = start(controller.url())) {
            startNode(1);
            Poll.until("the first process", () -> anyContains(controller.reports(), "\"restarts\":0"));

            startNode(2);

            Poll.until("the second process", () -> anyContains(controller.reports(), "\"restarts\":1"));
            assertThat(metrics(daemon)).contains("pocket_monitor_node_changes_total{change=\"restarted\",} 1.0");
        }
    }

    @Test
    void shouldShowEverythingToPrometheus() throws IOException {
        startNode(1).set(NodeCounter.WRITES, 12);
        try (FakeController controller = FakeController.start(0);
                MonitorDaemon daemon = start(controller.url())) {
            Poll.until("a report", () -> metrics(daemon).contains("outcome=\"accepted\""));

            assertThat(metrics(daemon))
                    .contains(
                            "pocket_host_cpu_busy_percent{core=\"0\",}",
                            "pocket_host_memory_total_bytes ",
                            "pocket_host_network_sent_bytes_total{device=\"lo\",}",
                            "# HELP pocket_node_writes_total " + NodeCounter.WRITES.help(),
                            "pocket_node_writes_total 12.0",
                            "# TYPE pocket_node_used_bytes gauge",
                            "pocket_node_state{state=\"running\",} 1.0",
                            "process_cpu_seconds_total ");
        }
    }

    @Test
    void shouldGoOnWhenTheCountersFileIsBroken() throws IOException {
        Files.writeString(countersFile, "no counters");
        try (FakeController controller = FakeController.start(0);
                MonitorDaemon daemon = start(controller.url())) {
            Poll.until("failures", () -> !metrics(daemon).contains("pocket_monitor_sample_failures_total 0.0"));

            startNode(1);

            Poll.until("a report", () -> !controller.reports().isEmpty());
        }
    }

    @Test
    void shouldNameTheKeyFileThatItCannotRead() {
        MonitorConfig config = config(URI.create("http://127.0.0.1:1"), folder.resolve("absent"), 0);

        assertThatThrownBy(() -> MonitorDaemon.start(config, HostPaths.live()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("absent");
    }

    @Test
    void shouldNameTheCaFileThatHoldsNoCertificate() throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), "nothing");
        MonitorConfig config = new MonitorConfig(
                URI.create("https://127.0.0.1:1"),
                Optional.of(file),
                folder.resolve("key"),
                countersFile,
                true,
                Duration.ofMillis(100),
                new InterfaceFilter(Set.of("lo")),
                "127.0.0.1",
                0,
                false);

        assertThatThrownBy(() -> MonitorDaemon.start(config, HostPaths.live()))
                .isInstanceOf(CaFileException.class)
                .hasMessageContaining("CA file " + file + " holds no certificate");
    }

    @Test
    void shouldNameTheMetricsAddressThatItCannotBind() throws IOException {
        try (FakeController taken = FakeController.start(0)) {
            MonitorConfig config = config(taken.url(), folder.resolve("key"), taken.port());

            assertThatThrownBy(() -> MonitorDaemon.start(config, HostPaths.live()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("--metrics-port=" + taken.port());
        }
    }

    private MonitorDaemon start(URI controller) throws IOException {
        return MonitorDaemon.start(config(controller, folder.resolve("key"), 0), HostPaths.live());
    }

    private MonitorConfig config(URI controller, Path key, int metricsPort) {
        InterfaceFilter loopback = new InterfaceFilter(Set.of("lo"));
        return new MonitorConfig(
                controller,
                Optional.empty(),
                key,
                countersFile,
                true,
                Duration.ofMillis(100),
                loopback,
                "127.0.0.1",
                metricsPort,
                false);
    }

    private CounterFile startNode(long incarnation) throws IOException {
        return CounterFile.create(countersFile, 7, incarnation, System.currentTimeMillis());
    }

    private static boolean anyContains(List<String> reports, String text) {
        return reports.stream().anyMatch(report -> report.contains(text));
    }

    private static String metrics(MonitorDaemon daemon) {
        try (InputStream in = metricsOf(daemon).openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL metricsOf(MonitorDaemon daemon) throws IOException {
        return URI.create("http://127.0.0.1:" + daemon.metricsPort() + "/metrics")
                .toURL();
    }

    private static int freePort() throws IOException {
        try (FakeController controller = FakeController.start(0)) {
            return controller.port();
        }
    }
}
