package io.pocket.data.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pocket.protocol.Bytes;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.counters.CounterFile;
import io.pocket.protocol.counters.NodeCounter;
import io.pocket.protocol.message.Drain;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.DropReply;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.HelloReply;
import io.pocket.protocol.message.JobGrant;
import io.pocket.protocol.message.JobUsage;
import io.pocket.protocol.message.JobUsageGet;
import io.pocket.protocol.message.JobUsageReply;
import io.pocket.protocol.message.NodeStat;
import io.pocket.protocol.message.NodeStatReply;
import io.pocket.protocol.message.NodeState;
import io.pocket.protocol.message.Ping;
import io.pocket.protocol.message.Read;
import io.pocket.protocol.message.ShardEntry;
import io.pocket.protocol.message.ShardsPut;
import io.pocket.protocol.message.Tombstone;
import io.pocket.protocol.message.Write;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole node in this process, with real files and sockets. */
@Timeout(60)
class DataNodeTest {

    private static final long JOB = 5;
    private static final ChunkId CHUNK = new ChunkId(UploadId.of(1, 1), 1);

    @TempDir
    private Path directory;

    private FakeController controller;
    private DataNode node;

    @BeforeEach
    void startNode() throws Exception {
        controller = new FakeController();
        start();
    }

    @AfterEach
    void stopAll() {
        node.close();
        controller.close();
    }

    @Test
    void shouldRegisterWhereItListensAndServeChunks() throws Exception {
        assertThat(node.nodeId()).isEqualTo(FakeController.NODE_ID);
        assertThat(controller.registrations)
                .singleElement()
                .asString()
                .contains("\"nodeId\":0", "\"address\":\"" + node.address() + "\"", "\"capacityBytes\":16777216")
                .contains("\"incarnation\":" + node.incarnation(), "\"tier\":\"dram\"");
        try (TestClient client = client(JOB)) {
            for (int length : new int[] {1, 5_000, 1 << 20, 4 << 20}) {
                ChunkId chunk = new ChunkId(CHUNK.upload(), length);
                byte[] content = content(length);
                assertThat(client.write(chunk, content)).isEqualTo(Status.OK);
                assertThat(client.read(chunk, 0, length).payload().toArray()).isEqualTo(content);
                assertThat(client.read(chunk, length / 2, length - length / 2)
                                .payload()
                                .toArray())
                        .isEqualTo(Arrays.copyOfRange(content, length / 2, length));
            }
        }
    }

    @Test
    void shouldAnswerManyRequestsOnOneConnection() throws Exception {
        try (TestClient client = client(JOB)) {
            for (int i = 0; i < 200; i++) {
                client.send(new Write(new ChunkId(CHUNK.upload(), i), 0, 5_000), content(5_000, i));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(client.receive().status()).isEqualTo(Status.OK);
            }
            for (int i = 0; i < 200; i++) {
                client.send(new Read(new ChunkId(CHUNK.upload(), i), 0, 5_000));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(client.receive().payload().toArray()).isEqualTo(content(5_000, i));
            }
        }
    }

    @Test
    void shouldComeBackWithItsChunksAndItsIncarnation() throws Exception {
        long incarnation = node.incarnation();
        byte[] content = content(70_000);
        try (TestClient client = client(JOB)) {
            assertThat(client.write(CHUNK, content)).isEqualTo(Status.OK);
        }
        restart();
        assertThat(node.incarnation()).isEqualTo(incarnation);
        assertThat(controller.registrations).last().asString().contains("\"nodeId\":" + FakeController.NODE_ID);
        try (TestClient client = client(JOB)) {
            assertThat(client.read(CHUNK, 0, content.length).payload().toArray())
                    .isEqualTo(content);
        }
    }

    @Test
    void shouldBeANewIncarnationOfTheSameNodeWhenItsMemoryIsLost() throws Exception {
        long incarnation = node.incarnation();
        node.close();
        Files.delete(directory.resolve("node").resolve("slab"));
        start();
        assertThat(node.incarnation()).isGreaterThan(incarnation);
        assertThat(controller.registrations).last().asString().contains("\"nodeId\":" + FakeController.NODE_ID);
    }

    @Test
    void shouldRestartWhileTheControllerIsDownAndRegisterLater() throws Exception {
        try (TestClient client = client(JOB)) {
            assertThat(client.write(CHUNK, content(10))).isEqualTo(Status.OK);
        }
        try (TestClient push = service(Role.CONTROLLER)) {
            long until = System.currentTimeMillis() / 1_000 + 1_000;
            assertThat(push.ask(new DropJob(JOB + 1, until)).status()).isEqualTo(Status.OK);
        }
        controller.status = 503;
        restart();
        try (TestClient client = client(JOB)) {
            assertThat(client.read(CHUNK, 0, 10).status()).isEqualTo(Status.OK);
        }
        assertThat(helloStatus(JOB + 1)).as("tombstone kept").isEqualTo(Status.JOB_DROPPED);
        controller.tombstones = List.of(new Tombstone(JOB, Long.MAX_VALUE));
        controller.status = 200;
        await("the tombstone of the controller", () -> helloStatus(JOB) == Status.JOB_DROPPED);
    }

    @Test
    void shouldRestartWithTheGuaranteesItGaveAndStayDraining() throws Exception {
        long other = JOB + 1;
        ChunkId another = new ChunkId(CHUNK.upload(), 2);
        JobGrant grant = new JobGrant(JOB, (16 << 20) - 2_048, 16 << 20, 3);
        try (TestClient push = service(Role.CONTROLLER)) {
            assertThat(push.ask(grant).status()).isEqualTo(Status.OK);
        }
        controller.status = 503;
        restart();
        try (TestClient client = client(other)) {
            assertThat(client.write(CHUNK, content(2_049)))
                    .as("what is promised to another")
                    .isEqualTo(Status.FULL);
            assertThat(client.write(CHUNK, content(2_048))).isEqualTo(Status.OK);
        }
        try (TestClient push = service(Role.CONTROLLER)) {
            assertThat(push.ask(new Drain(true)).status()).isEqualTo(Status.OK);
        }
        restart();
        try (TestClient client = client(JOB)) {
            assertThat(client.write(another, content(1))).isEqualTo(Status.DRAINING);
        }
        controller.status = 200;
        try (TestClient monitor = service(Role.MONITOR)) {
            await(
                    "the controller, which knows of no grant, is believed",
                    () -> jobsKnownTo(monitor).equals(List.of(other)));
            await("nor of a drain", () -> stat(monitor).state() == NodeState.LIVE);
        }
        try (TestClient client = client(JOB)) {
            assertThat(client.write(another, content(1))).isEqualTo(Status.OK);
        }
    }

    @Test
    void shouldDrainFromTheStartWhenTheControllerSaysSo() throws Exception {
        controller.draining = true;
        restart();
        try (TestClient client = client(JOB)) {
            assertThat(client.write(CHUNK, content(1))).isEqualTo(Status.DRAINING);
        }
        controller.status = 503;
        restart();
        try (TestClient client = client(JOB)) {
            assertThat(client.write(CHUNK, content(1))).as("it was kept").isEqualTo(Status.DRAINING);
        }
    }

    /** Status and body of a page for probes. */
    private static String page(String port, String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setReadTimeout(10_000);
        int status = connection.getResponseCode();
        try (InputStream body = status == 200 ? connection.getInputStream() : connection.getErrorStream()) {
            return status + " " + new String(body.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private String page(String path) throws IOException {
        return page(Integer.toString(node.metricsAddress().port()), path);
    }

    @Test
    void shouldTellProbesThatItStarts() throws Exception {
        node.close();
        Path elsewhere = directory.resolve("elsewhere");
        String port = freePort();
        controller.status = 503;
        CompletableFuture<DataNode> starting = CompletableFuture.supplyAsync(() -> {
            try {
                return DataNode.start(
                        settings("--data-dir=" + elsewhere, "--metrics-port=" + port), InstantSource.system());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        int registrations = controller.registrations.size();
        await("it asks for its registration", () -> controller.registrations.size() > registrations);

        assertThat(page(port, "/-/ready")).isEqualTo("503 starting");
        assertThat(page(port, "/-/healthy")).isEqualTo("200 ok");

        controller.status = 200;
        node = starting.get(20, TimeUnit.SECONDS);
        assertThat(page("/-/ready")).isEqualTo("200 ok");
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    @Test
    void shouldTellProbesWhetherItMayBeUsed() throws Exception {
        assertThat(page("/-/ready")).isEqualTo("200 ok");
        try (TestClient push = service(Role.CONTROLLER)) {
            push.ask(new Drain(true));
            await("a draining node is not ready", () -> page("/-/ready").equals("503 draining"));
            push.ask(new Drain(false));
            await("a live one is", () -> page("/-/ready").equals("200 ok"));
        }
        controller.status = 503;
        restart();
        assertThat(page("/-/ready")).isEqualTo("503 unregistered");
        assertThat(page("/-/healthy")).isEqualTo("200 ok");
        controller.status = 200;
        await("it has registered", () -> page("/-/ready").equals("200 ok"));
    }

    private CompletableFuture<Boolean> leave(Duration timeout, CountDownLatch atOnce) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return node.leave(timeout, atOnce);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static final String SAID = "POST /api/v1/nodes/" + FakeController.NODE_ID
            + "/drain {\"leaving\":true,\"reason\":\"its process was told to end\"} ";

    private static final String FAREWELL = "DELETE /api/v1/nodes/" + FakeController.NODE_ID + "  ";

    @Test
    void shouldLeaveWhenItHoldsNothingMore() throws Exception {
        try (TestClient client = client(JOB);
                TestClient push = service(Role.CONTROLLER)) {
            assertThat(client.write(CHUNK, content(10))).isEqualTo(Status.OK);

            CompletableFuture<Boolean> leaving = leave(Duration.ofMinutes(1), new CountDownLatch(1));

            await("it takes nothing new", () -> stat(push).state() == NodeState.DRAINING);
            assertThat(client.write(new ChunkId(CHUNK.upload(), 2), content(1))).isEqualTo(Status.DRAINING);
            assertThat(client.read(CHUNK, 0, 10).status()).isEqualTo(Status.OK);
            assertThat(page("/-/ready")).isEqualTo("503 draining");
            assertThat(page("/-/healthy")).isEqualTo("200 ok");
            push.ask(new Drain(false));
            assertThat(client.write(new ChunkId(CHUNK.upload(), 3), content(1)))
                    .as("whatever the controller says")
                    .isEqualTo(Status.DRAINING);
            assertThat(leaving).isNotDone();
            push.ask(new DropJob(JOB, Long.MAX_VALUE));

            assertThat(leaving.get(20, TimeUnit.SECONDS)).isTrue();
            assertThat(controller.notices).containsExactly(SAID + "200", FAREWELL + "204");
        }
    }

    @Test
    void shouldWaitForAChunkThatIsOnItsWay() throws Exception {
        try (TestClient client = client(JOB);
                TestClient push = service(Role.CONTROLLER)) {
            client.send(new Write(CHUNK, 0, 10), content(5));
            assertThat(client.receive().status()).isEqualTo(Status.OK);
            CompletableFuture<Boolean> leaving = leave(Duration.ofMinutes(1), new CountDownLatch(1));
            await("it takes nothing new", () -> stat(push).state() == NodeState.DRAINING);

            client.send(new Write(CHUNK, 5, 10), content(5));

            assertThat(client.receive().status()).as("the rest of the same").isEqualTo(Status.OK);
            assertThat(client.read(CHUNK, 0, 10).status()).isEqualTo(Status.OK);
            assertThat(leaving).isNotDone();
            push.ask(new DropJob(JOB, Long.MAX_VALUE));
            assertThat(leaving.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void shouldGiveUpAtTheEndOfItsTimeAndComeBackWithWhatIsLeftAndTakeMore() throws Exception {
        try (TestClient client = client(JOB)) {
            assertThat(client.write(CHUNK, content(10))).isEqualTo(Status.OK);
        }

        assertThat(leave(Duration.ofMillis(300), new CountDownLatch(1)).get(20, TimeUnit.SECONDS))
                .isFalse();

        assertThat(controller.notices).containsExactly(SAID + "200");
        controller.status = 503;
        restart();
        try (TestClient client = client(JOB)) {
            assertThat(client.read(CHUNK, 0, 10).status()).isEqualTo(Status.OK);
            assertThat(client.write(new ChunkId(CHUNK.upload(), 2), content(1)))
                    .as("nobody asked it to drain")
                    .isEqualTo(Status.OK);
        }
    }

    @Test
    void shouldStopWaitingAtOnceWhenToldAgain() throws Exception {
        try (TestClient client = client(JOB)) {
            assertThat(client.write(CHUNK, content(10))).isEqualTo(Status.OK);
        }
        CountDownLatch atOnce = new CountDownLatch(1);
        CompletableFuture<Boolean> leaving = leave(Duration.ofHours(1), atOnce);
        await("it drains", () -> page("/-/ready").equals("503 draining"));
        assertThat(leaving).isNotDone();

        atOnce.countDown();

        assertThat(leaving.get(20, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void shouldDrainWithoutTheControllerAndTellItWhenItIsBack() throws Exception {
        controller.status = 503;
        try (TestClient client = client(JOB);
                TestClient push = service(Role.CONTROLLER)) {
            assertThat(client.write(CHUNK, content(10))).isEqualTo(Status.OK);
            CompletableFuture<Boolean> leaving = leave(Duration.ofMinutes(1), new CountDownLatch(1));
            await("it takes nothing new", () -> stat(push).state() == NodeState.DRAINING);
            push.ask(new DropJob(JOB, Long.MAX_VALUE));
            await("it says so", () -> controller.notices.contains(SAID + "503"));

            controller.status = 200;

            assertThat(leaving.get(20, TimeUnit.SECONDS)).isTrue();
            assertThat(controller.notices).endsWith(SAID + "200", FAREWELL + "204");
        }
    }

    @Test
    void shouldAskAgainWhileTheControllerCannotStrikeItOff() throws Exception {
        controller.farewellStatus = 409;
        CompletableFuture<Boolean> leaving = leave(Duration.ofMinutes(1), new CountDownLatch(1));
        await("it is refused", () -> controller.notices.contains(FAREWELL + "409"));

        controller.farewellStatus = 404;

        assertThat(leaving.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(controller.notices).endsWith(FAREWELL + "404");
    }

    private static List<Long> jobsKnownTo(TestClient monitor) throws Exception {
        JobUsageReply usage =
                (JobUsageReply) monitor.ask(new JobUsageGet(0, 10)).body();
        return usage.jobs().stream().map(JobUsage::job).toList();
    }

    @Test
    void shouldLearnGrantsBeforeItServes() throws Exception {
        node.close();
        controller.grants = List.of(new JobGrant(JOB, 0, 1_024, 0));
        start();
        try (TestClient client = client(JOB)) {
            assertThat(client.write(CHUNK, content(1_025))).isEqualTo(Status.FULL);
        }
    }

    @Test
    void shouldLearnTombstonesBeforeItServes() throws Exception {
        node.close();
        controller.tombstones = List.of(new Tombstone(JOB, Long.MAX_VALUE));
        start();
        assertThat(helloStatus(JOB)).isEqualTo(Status.JOB_DROPPED);
    }

    @Test
    void shouldNotStartTwiceInOneDirectory() {
        assertThatExceptionOfType(NodeStartException.class)
                .isThrownBy(() -> DataNode.start(settings(), InstantSource.system()))
                .withMessageContaining("in use by another process");
    }

    @Test
    void shouldRefuseToStartWithAnotherCapacity() {
        node.close();
        assertThatExceptionOfType(NodeStartException.class)
                .isThrownBy(() -> DataNode.start(settings("--capacity=32MiB"), InstantSource.system()))
                .withMessageContaining("not the configured 33554432");
    }

    @Test
    void shouldSayThatItNeedsMoreHeap() {
        assertThatExceptionOfType(NodeStartException.class)
                .isThrownBy(() -> DataNode.start(settings("--capacity=1TiB"), InstantSource.system()))
                .withMessageContaining("-Xmx");
    }

    @Test
    void shouldNotStartWithACaFileThatHoldsNoCertificate() throws IOException {
        node.close();
        Path file = Files.writeString(directory.resolve("ca.pem"), "nothing");
        assertThatExceptionOfType(NodeStartException.class)
                .isThrownBy(() -> DataNode.start(
                        settings("--controller=https://127.0.0.1:1", "--controller-ca=" + file),
                        InstantSource.system()))
                .withMessageContaining("CA file " + file + " holds no certificate");
    }

    @Test
    void shouldGiveUpWhenTheControllerRefuses() {
        node.close();
        controller.status = 409;
        assertThatExceptionOfType(NodeStartException.class)
                .isThrownBy(() -> DataNode.start(settings(), InstantSource.system()))
                .withMessageContaining("answered 409");
        controller.status = 503;
        assertThatExceptionOfType(NodeStartException.class)
                .isThrownBy(() -> DataNode.start(
                        settings("--registration-deadline=200ms", "--data-dir=" + directory.resolve("fresh")),
                        InstantSource.system()))
                .withMessageContaining("could not register");
    }

    @Test
    void shouldLeaveNothingOfAWriteThatWasCutOff() throws Exception {
        try (TestClient monitor = service(Role.MONITOR)) {
            try (TestClient client = client(JOB)) {
                client.sendCutShort(new Write(CHUNK, 0, 1 << 20), 1 << 20, content(500_000));
                await("the write is under way", () -> stat(monitor).chunks() == 1);
            }
            await("the write is gone", () -> stat(monitor).usedBytes() == 0);
            assertThat(stat(monitor).pins()).isZero();
        }
    }

    @Test
    void shouldServeOthersAfterGarbage() throws Exception {
        try (TestClient client = client(JOB);
                TestClient garbage = new TestClient(node.address())) {
            garbage.sendRaw("GET / HTTP/1.1\r\n\r\nand more than a header's length".getBytes(StandardCharsets.UTF_8));
            assertThat(garbage.receive().status()).isEqualTo(Status.PROTOCOL_ERROR);
            assertThat(garbage.isEnded()).isTrue();
            assertThat(client.write(CHUNK, content(10))).isEqualTo(Status.OK);
            assertThat(client.ask(new Ping(), (byte) 1).status()).isEqualTo(Status.INVALID_ARGUMENT);
            assertThat(client.ask(new Write(CHUNK, 0, 10)).status()).isEqualTo(Status.INVALID_ARGUMENT);
        }
    }

    @Test
    void shouldShowItsFiguresToMonitorAndPrometheus() throws Exception {
        try (TestClient client = client(JOB)) {
            assertThat(client.write(CHUNK, content(1_500))).isEqualTo(Status.OK);
        }
        CounterFile counters = CounterFile.open(directory.resolve("node").resolve("counters"));
        assertThat(counters.nodeId()).isEqualTo(FakeController.NODE_ID);
        assertThat(counters.incarnation()).isEqualTo(node.incarnation());
        await("the gauge", () -> counters.get(NodeCounter.USED_BYTES) == 2_048);
        assertThat(counters.get(NodeCounter.WRITTEN_BYTES)).isEqualTo(1_500);
        URI metrics = URI.create("http://" + node.metricsAddress() + "/metrics");
        try (var body = metrics.toURL().openStream()) {
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("pocket_node_used_bytes 2048.0", "pocket_node_writes_total 1.0")
                    .contains("pocket_transport_");
        }
    }

    @Test
    void shouldPullFreesFromTheShardsItIsToldOf() throws Exception {
        try (FakeShard shard = new FakeShard(controller.clusterKey);
                TestClient client = client(JOB);
                TestClient push = service(Role.CONTROLLER)) {
            assertThat(client.write(CHUNK, content(10))).isEqualTo(Status.OK);
            ShardEntry entry = new ShardEntry(1, FakeShard.LOG_ID, 1, shard.address());
            assertThat(push.ask(new ShardsPut(List.of(entry))).status()).isEqualTo(Status.OK);
            shard.free(CHUNK);
            await("the chunk is freed", () -> client.read(CHUNK, 0, 10).status() == Status.NO_CHUNK);
            await("the free is acknowledged", () -> shard.acknowledged() == 1);
        }
    }

    @Test
    void shouldSayHelloAgainWhenItsTokenHasExpired() throws Exception {
        try (FakeShard shard = new FakeShard(controller.clusterKey);
                TestClient client = client(JOB);
                TestClient push = service(Role.CONTROLLER)) {
            assertThat(client.write(CHUNK, content(10))).isEqualTo(Status.OK);
            ShardEntry entry = new ShardEntry(1, FakeShard.LOG_ID, 1, shard.address());
            assertThat(push.ask(new ShardsPut(List.of(entry))).status()).isEqualTo(Status.OK);
            shard.expireToken();
            shard.free(CHUNK);
            await("the chunk is freed", () -> client.read(CHUNK, 0, 10).status() == Status.NO_CHUNK);
        }
    }

    @Test
    void shouldDropAJobWhenTold() throws Exception {
        try (TestClient client = client(JOB);
                TestClient push = service(Role.CONTROLLER)) {
            assertThat(client.write(CHUNK, content(10))).isEqualTo(Status.OK);
            TestClient.Reply dropped = push.ask(new DropJob(JOB, Long.MAX_VALUE));
            assertThat(dropped.body()).isEqualTo(new DropReply(1, 10));
            assertThat(client.read(CHUNK, 0, 10).status()).isEqualTo(Status.JOB_DROPPED);
        }
        restart();
        assertThat(helloStatus(JOB)).isEqualTo(Status.JOB_DROPPED);
    }

    /** A folder stands where the file is made. */
    @Test
    void shouldNotAcknowledgeWhatItCannotKeepUntilItCan() throws Exception {
        Path obstacle = directory.resolve("node").resolve("knowledge.new");
        DropJob drop = new DropJob(JOB, Long.MAX_VALUE);
        Files.createDirectory(obstacle);
        for (int i = 0; i < 3; i++) {
            try (TestClient push = service(Role.CONTROLLER)) {
                assertThatExceptionOfType(IOException.class).isThrownBy(() -> push.ask(drop));
            }
        }
        try (TestClient client = client(JOB + 1)) {
            assertThat(client.write(CHUNK, content(10))).as("clients go on").isEqualTo(Status.OK);
        }
        Files.delete(obstacle);
        await("the tick that writes it", () -> isAcknowledged(drop));
        controller.status = 503;
        restart();
        assertThat(helloStatus(JOB)).isEqualTo(Status.JOB_DROPPED);
    }

    private boolean isAcknowledged(DropJob drop) throws Exception {
        try (TestClient push = service(Role.CONTROLLER)) {
            return push.ask(drop).status() == Status.OK;
        } catch (IOException e) {
            return false;
        }
    }

    private void start() throws Exception {
        node = DataNode.start(settings(), InstantSource.system());
    }

    private void restart() throws Exception {
        node.close();
        start();
    }

    private NodeSettings settings(String... more) throws IOException {
        return NodeSettingsForTests.of(controller, directory, more);
    }

    private TestClient client(long job) throws Exception {
        return new TestClient(node.address()).hello(Role.CLIENT, controller.jobToken(job));
    }

    private TestClient service(Role role) throws Exception {
        return new TestClient(node.address()).hello(role, controller.serviceToken(role));
    }

    private Status helloStatus(long job) throws Exception {
        try (TestClient client = new TestClient(node.address())) {
            TestClient.Reply reply =
                    client.ask(new Hello(1, Role.CLIENT, 0, 0, 0, 0, Bytes.copyOf(controller.jobToken(job)), "test"));
            assertThat(reply.opcode()).isEqualTo(Opcode.HELLO);
            assertThat(reply.body() instanceof HelloReply).isEqualTo(reply.status() == Status.OK);
            return reply.status();
        }
    }

    private static NodeStatReply stat(TestClient monitor) throws Exception {
        return (NodeStatReply) monitor.ask(new NodeStat()).body();
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("deadline for: " + what).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static byte[] content(int length) {
        return content(length, length);
    }

    private static byte[] content(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
