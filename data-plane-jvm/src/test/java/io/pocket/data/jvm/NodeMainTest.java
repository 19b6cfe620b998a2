package io.pocket.data.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.protocol.ChunkId;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.message.NodeStat;
import io.pocket.protocol.message.NodeStatReply;
import io.pocket.protocol.message.Write;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(60)
class NodeMainTest {

    private static final long UPLOAD = UploadId.of(1, 1);
    private static final int SIGTERM_STATUS = 128 + 15;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"dram", "ssd", "hdd"})
    void shouldComeBackAfterAKillWithEverythingItHadAcknowledged(String tier) throws Exception {
        try (FakeController controller = new FakeController()) {
            int acknowledged;
            try (NodeProcess first = NodeProcess.start(options(controller, tier))) {
                assertThat(first.readyLine())
                        .startsWith("READY node=" + FakeController.NODE_ID + " address=127.0.0.1:");
                acknowledged = writeUntilKilled(first, controller);
            }
            assertThat(acknowledged).isPositive();
            try (NodeProcess second = NodeProcess.start(options(controller, tier))) {
                verify(second, controller, acknowledged);
                assertThat(second.terminate()).isEqualTo(SIGTERM_STATUS);
            }
            assertThat(controller.registrations.stream()
                            .map(NodeMainTest::incarnation)
                            .distinct())
                    .as("one incarnation")
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldOutliveARestartOfTheMachineWithItsChunksIfItWasStoppedCleanly(boolean cleanly) throws Exception {
        try (FakeController controller = new FakeController()) {
            try (NodeProcess first = NodeProcess.start(options(controller, "ssd"))) {
                writeOne(first, controller);
                if (cleanly) {
                    first.terminate();
                } else {
                    first.kill();
                }
            }
            Files.writeString(directory.resolve("node").resolve("boot"), "the boot before");
            try (NodeProcess second = NodeProcess.start(options(controller, "ssd"));
                    TestClient client = client(second, controller)) {
                assertThat(client.read(new ChunkId(UPLOAD, 0), 0, 20_000).status())
                        .isEqualTo(cleanly ? Status.OK : Status.NO_CHUNK);
            }
            assertThat(controller.registrations.stream()
                            .map(NodeMainTest::incarnation)
                            .distinct())
                    .hasSize(cleanly ? 1 : 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dram", "ssd", "hdd"})
    void shouldStayWithinTheMemoryThatItSaysItMayTake(String tier) throws Exception {
        int metricsPort = freePort();
        try (FakeController controller = new FakeController();
                NodeProcess node = NodeProcess.start(options(controller, tier, "--metrics-port=" + metricsPort));
                TestClient client = client(node, controller)) {
            int chunks = 1_500;
            for (int i = 0; i < chunks; i++) {
                client.send(new Write(new ChunkId(UPLOAD, i), 0, 20_000), content(i));
                assertThat(client.receive().status()).isEqualTo(Status.OK);
            }
            double bound = figure(metricsPort, "pocket_process_memory_bound_bytes");
            double peak = figure(metricsPort, "pocket_process_memory_peak_bytes");
            assertThat(peak).isBetween(chunks * 1_000.0, bound);
            double slab = figure(metricsPort, "pocket_process_memory_part_bytes{part=\"slab\",}");
            double staging = figure(metricsPort, "pocket_process_memory_part_bytes{part=\"staging\",}");
            assertThat(slab).isEqualTo(tier.equals("dram") ? 64 << 20 : 0);
            assertThat(staging).isEqualTo(tier.equals("dram") ? 0 : 64 << 20);
        }
    }

    @Test
    void shouldLeaveTheClusterAtSigtermWhenItHoldsNothing() throws Exception {
        try (FakeController controller = new FakeController();
                NodeProcess node = NodeProcess.start(options(controller, "dram", "--drain-timeout=1m"))) {
            assertThat(node.terminate()).isZero();

            assertThat(controller.notices)
                    .extracting(notice -> notice.substring(0, notice.indexOf(' ')))
                    .containsExactly("POST", "DELETE");
        }
    }

    @Test
    void shouldEndAtTheSecondSignalWithItsChunks() throws Exception {
        try (FakeController controller = new FakeController()) {
            try (NodeProcess node = NodeProcess.start(options(controller, "dram", "--drain-timeout=1h"))) {
                writeOne(node, controller);
                node.signal();
                while (controller.notices.isEmpty()) {
                    Thread.onSpinWait(); // Until the first signal has been heard; the test's timeout bounds it.
                }
                try (TestClient client = client(node, controller)) {
                    assertThat(client.read(new ChunkId(UPLOAD, 0), 0, 20_000).status())
                            .isEqualTo(Status.OK);
                }

                assertThat(node.terminate()).isZero();
            }
            try (NodeProcess node = NodeProcess.start(options(controller, "dram"));
                    TestClient client = client(node, controller)) {
                assertThat(client.read(new ChunkId(UPLOAD, 0), 0, 20_000).status())
                        .isEqualTo(Status.OK);
            }
            assertThat(controller.notices).noneMatch(notice -> notice.startsWith("DELETE"));
        }
    }

    private static void writeOne(NodeProcess node, FakeController controller) throws Exception {
        try (TestClient client = client(node, controller)) {
            client.send(new Write(new ChunkId(UPLOAD, 0), 0, 20_000), content(0));
            assertThat(client.receive().status()).isEqualTo(Status.OK);
        }
    }

    @Test
    void shouldSayInOneLineWhyItCannotStart() throws Exception {
        try (FakeController controller = new FakeController()) {
            StringWriter errors = new StringWriter();
            int status = new CommandLine(new NodeOptions())
                    .setErr(new PrintWriter(errors))
                    .execute("--controller=" + controller.url(), "--cluster-key-file=k", "--tier=nvme");
            assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
            assertThat(errors.toString()).contains("tier nvme has no store in this process");
        }
    }

    /** Has many writes under way when the kill comes; returns how many were acknowledged. */
    private static int writeUntilKilled(NodeProcess node, FakeController controller) throws Exception {
        int acknowledged = 0;
        try (TestClient client = client(node, controller)) {
            for (int i = 0; i < 500; i++) {
                client.send(new Write(new ChunkId(UPLOAD, i), 0, 20_000), content(i));
            }
            for (; acknowledged < 250; acknowledged++) {
                assertThat(client.receive().status()).isEqualTo(Status.OK);
            }
            node.kill();
        }
        return acknowledged;
    }

    private static void verify(NodeProcess node, FakeController controller, int acknowledged) throws Exception {
        try (TestClient client = client(node, controller);
                TestClient monitor = new TestClient(node.address())) {
            for (int i = 0; i < acknowledged; i++) {
                assertThat(client.read(new ChunkId(UPLOAD, i), 0, 20_000)
                                .payload()
                                .toArray())
                        .isEqualTo(content(i));
            }
            monitor.hello(Role.MONITOR, controller.serviceToken(Role.MONITOR));
            NodeStatReply stat = (NodeStatReply) monitor.ask(new NodeStat()).body();
            assertThat(stat.chunks()).isBetween((long) acknowledged, 500L);
            assertThat(stat.pendingBytes()).isZero();
        }
    }

    private static TestClient client(NodeProcess node, FakeController controller) throws Exception {
        return new TestClient(node.address()).hello(Role.CLIENT, controller.jobToken(5));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static double figure(int metricsPort, String name) throws IOException {
        try (InputStream body = URI.create("http://127.0.0.1:" + metricsPort + "/metrics")
                .toURL()
                .openStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private List<String> options(FakeController controller, String tier, String... more) throws Exception {
        Path key = directory.resolve("cluster.key");
        Files.writeString(key, controller.clusterKey.toHex());
        List<String> options = new ArrayList<>(List.of(
                "--port=0",
                "--tier=" + tier,
                "--capacity=64MiB",
                "--data-dir=" + directory.resolve("node"),
                "--controller=" + controller.url(),
                "--cluster-key-file=" + key));
        options.addAll(List.of(more));
        return options;
    }

    private static String incarnation(String registration) {
        int start = registration.indexOf("\"incarnation\":");
        return registration.substring(start, registration.indexOf(',', start));
    }

    private static byte[] content(int seed) {
        byte[] bytes = new byte[20_000];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
