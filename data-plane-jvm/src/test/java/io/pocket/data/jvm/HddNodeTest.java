package io.pocket.data.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.protocol.ChunkId;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.message.Read;
import io.pocket.protocol.message.Write;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole node of the hdd tier in this process, with a real file and sockets. */
@Timeout(60)
class HddNodeTest {

    private static final long JOB = 5;
    private static final int CAPACITY_BYTES = 16 << 20;

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
    void shouldServeManyRequestsOnOneConnectionAndComeBackWithItsChunks() throws Exception {
        assertThat(controller.registrations).singleElement().asString().contains("\"tier\":\"hdd\"");
        long incarnation = node.incarnation();
        try (TestClient client = client()) {
            for (int i = 0; i < 200; i++) {
                client.send(new Write(chunk(i), 0, 50_000), content(i));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(client.receive().status()).isEqualTo(Status.OK);
            }
            requireAll(client);
        }
        node.close();
        start();
        assertThat(node.incarnation()).isEqualTo(incarnation);
        try (TestClient client = client()) {
            requireAll(client);
        }
    }

    @Test
    void shouldBeFullForAClientThatWritesMoreThanItHas() throws Exception {
        try (TestClient client = client()) {
            int written = 0;
            byte[] content = new byte[1 << 20];
            while (client.write(chunk(written), content) == Status.OK) {
                written++;
            }
            assertThat(written).isEqualTo(CAPACITY_BYTES / content.length);
            assertThat(client.write(chunk(written), content)).isEqualTo(Status.FULL);
        }
    }

    @Test
    void shouldAnswerThatTheMediumFailedAndServeOthers() throws Exception {
        try (TestClient client = client()) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.write(chunk(i), content(i))).isEqualTo(Status.OK);
            }
            try (FileChannel slab =
                    FileChannel.open(directory.resolve("node").resolve("slab"), StandardOpenOption.WRITE)) {
                slab.truncate(10 * 53_248);
            }
            assertThat(client.read(chunk(15), 0, 50_000).status()).isEqualTo(Status.IO_ERROR);
            assertThat(client.read(chunk(5), 0, 50_000).payload().toArray()).isEqualTo(content(5));
        }
    }

    @Test
    void shouldShowWhatItsDiskHasBeenDoing() throws Exception {
        try (TestClient client = client()) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.write(chunk(i), content(i))).isEqualTo(Status.OK);
            }
            for (int i = 0; i < 20; i++) {
                assertThat(client.read(chunk(i), 0, 50_000).status()).isEqualTo(Status.OK);
            }
        }
        try (var body = URI.create("http://" + node.metricsAddress() + "/metrics")
                .toURL()
                .openStream()) {
            String metrics = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(metrics)
                    .contains("pocket_node_disk_info{", "pocket_node_hdd_queued_reads 0.0")
                    .contains("pocket_node_hdd_written_bytes_total " + 20 * 53_248.0)
                    .contains("pocket_node_hdd_write_operations_total 20.0")
                    .containsPattern("pocket_node_hdd_read_ahead_hits_total [1-9]");
        }
    }

    private void start() throws Exception {
        NodeSettings settings =
                NodeSettingsForTests.of(controller, directory, "--tier=hdd", "--capacity=" + CAPACITY_BYTES);
        node = DataNode.start(settings, InstantSource.system());
    }

    /** Answers come in the order of the disk. */
    private static void requireAll(TestClient client) throws Exception {
        Map<Long, Integer> asked = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            asked.put(client.send(new Read(chunk(i), 0, 50_000)), i);
        }
        for (int i = 0; i < 200; i++) {
            TestClient.Reply reply = client.receive();
            assertThat(reply.payload().toArray()).isEqualTo(content(asked.remove(reply.requestId())));
        }
    }

    private TestClient client() throws Exception {
        return new TestClient(node.address()).hello(Role.CLIENT, controller.jobToken(JOB));
    }

    private static ChunkId chunk(int sequence) {
        return new ChunkId(UploadId.of(1, 1), sequence);
    }

    private static byte[] content(int seed) {
        byte[] bytes = new byte[50_000];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
