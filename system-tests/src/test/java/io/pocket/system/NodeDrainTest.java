package io.pocket.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pocket.cli.cluster.ChildProcess;
import io.pocket.cli.cluster.ClusterException;
import io.pocket.cli.cluster.NodeFigures;
import io.pocket.cli.cluster.ProcessTerms;
import io.pocket.client.DataLostException;
import io.pocket.client.JobTicket;
import io.pocket.client.PocketClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes that end, and those that are given up, while a job goes on. The first node waits long until it is empty, the second does not. */
@Timeout(180)
class NodeDrainTest {
    private static final String PATIENT = "node-dram-1";
    private static final String HASTY = "node-dram-2";
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int OBJECTS = 24;
    private static final byte[] BYTES = new byte[20_000];

    private TestCluster cluster;
    private JobTicket job;
    private PocketClient pocket;

    @BeforeEach
    void start() {
        cluster = TestCluster.start(2, 32 << 20, process -> switch (process) {
            case PATIENT -> ProcessTerms.USUAL.withArguments(List.of("--drain-timeout=10m"));
            case HASTY -> ProcessTerms.USUAL.withArguments(List.of("--drain-timeout=1s"));
            default -> ProcessTerms.USUAL;
        });
        job = cluster.register("drain");
        pocket = PocketClient.connect(job.connectionString());
    }

    @AfterEach
    void stop() {
        pocket.close();
        cluster.close();
    }

    private void putSome(String bucket) {
        for (int i = 0; i < OBJECTS; i++) {
            pocket.put(bucket + "/" + i, BYTES);
        }
    }

    private void requireAll(String bucket) {
        for (int i = 0; i < OBJECTS; i++) {
            assertThat(pocket.get(bucket + "/" + i)).hasSize(BYTES.length);
        }
    }

    /** A node shows what it holds ten times a second, so both are looked at until they show all there is. */
    private long chunks(String node, int objects) {
        assertThat(TestCluster.eventually(() -> chunks(PATIENT) + chunks(HASTY) == objects, DEADLINE))
                .as(objects + " chunks on both nodes")
                .isTrue();
        return chunks(node);
    }

    private long chunks(String node) {
        return (long) cluster.metric(node, "pocket_node_chunks");
    }

    private ChildProcess process(String name) {
        return cluster.processes().processes().process(name);
    }

    private void terminate(String name) {
        ProcessHandle.of(process(name).pid()).orElseThrow().destroy();
    }

    private int id(String name) {
        String ready = process(name).line("READY node=").orElseThrow();
        return Integer.parseInt(ready.substring("READY node=".length(), ready.indexOf(" address=")));
    }

    private boolean isLife(int node, String life) {
        try {
            return cluster.asService("GET", "/api/v1/nodes/" + node).contains("\"life\":\"" + life + "\"");
        } catch (Exception e) {
            return false; // The controller may be down for the moment.
        }
    }

    private void awaitLife(int node, String life) {
        assertThat(TestCluster.eventually(() -> isLife(node, life), DEADLINE))
                .as(life)
                .isTrue();
    }

    private List<Integer> nodes() {
        return cluster.processes().api().nodes().stream()
                .map(NodeFigures::nodeId)
                .toList();
    }

    @Test
    void shouldLoseNothingWhenANodeEndsThatMayTakeItsTime() throws Exception {
        putSome("before");
        int leaving = id(PATIENT);
        long held = chunks(PATIENT, OBJECTS);
        assertThat(held).isPositive();

        terminate(PATIENT);
        awaitLife(leaving, "leaving");
        assertThat(cluster.probe(PATIENT, "/-/ready")).isEqualTo("503 draining");
        assertThat(cluster.probe(PATIENT, "/-/healthy")).isEqualTo("200 ok");
        requireAll("before");
        putSome("meanwhile");

        assertThat(chunks(PATIENT, 2 * OBJECTS)).as("nothing new").isEqualTo(held);
        assertThat(process(PATIENT).isAlive()).isTrue();
        pocket.deleteBucket("before");

        assertThat(process(PATIENT).awaitEnd(DEADLINE)).isTrue();
        assertThat(process(PATIENT).exitStatus()).isZero();
        assertThat(nodes()).containsExactly(id(HASTY));
        requireAll("meanwhile");
        putSome("after");

        cluster.processes().restart(PATIENT);
        assertThat(id(PATIENT)).isEqualTo(leaving);
        awaitLife(leaving, "live");
        assertThat(cluster.probe(PATIENT, "/-/ready")).isEqualTo("200 ok");
        requireAll("after");
    }

    @Test
    void shouldEndInTimeWithItsChunksAndComeBackWithThem() throws Exception {
        putSome("kept");
        int node = id(HASTY);
        long held = chunks(HASTY, OBJECTS);
        assertThat(held).isPositive();

        terminate(HASTY);

        assertThat(process(HASTY).awaitEnd(DEADLINE)).isTrue();
        assertThat(process(HASTY).exitStatus()).isZero();
        assertThat(process(HASTY).output()).contains(held + " chunks of " + held * BYTES.length + " bytes are left");
        assertThat(isLife(node, "leaving")).isTrue();

        cluster.processes().restart(HASTY);
        assertThat(isLife(node, "live"))
                .as("it was only its process that ended")
                .isTrue();
        requireAll("kept");
        assertThat(chunks(HASTY)).isEqualTo(held);
    }

    @Test
    void shouldGoOnDrainingWhileTheControllerRestarts() throws Exception {
        putSome("before");
        int leaving = id(PATIENT);
        long held = chunks(PATIENT, OBJECTS);
        terminate(PATIENT);
        awaitLife(leaving, "leaving");

        cluster.processes().kill("controller");
        requireAll("before");
        cluster.processes().restart("controller");

        awaitLife(leaving, "leaving");
        putSome("meanwhile");
        assertThat(chunks(PATIENT, 2 * OBJECTS)).isEqualTo(held);
        pocket.deleteBucket("before");
        assertThat(process(PATIENT).awaitEnd(DEADLINE)).isTrue();
        assertThat(nodes()).containsExactly(id(HASTY));
        requireAll("meanwhile");
    }

    @Test
    void shouldTellReadersThatANodeIsGivenUpAndRefuseItWhenItComesBack() throws Exception {
        putSome("lost");
        int lost = id(PATIENT);
        assertThat(chunks(PATIENT, OBJECTS)).isPositive();
        cluster.processes().kill(PATIENT);
        assertThat(cluster.asService("DELETE", "/api/v1/nodes/" + lost))
                .startsWith("409 ")
                .contains("node-not-draining");

        assertThat(cluster.asService("DELETE", "/api/v1/nodes/" + lost + "?lost=true"))
                .startsWith("204 ");

        assertThat(TestCluster.eventually(this::isAnythingLost, DEADLINE)).isTrue();
        putSome("after");
        requireAll("after");
        assertThatExceptionOfType(ClusterException.class)
                .isThrownBy(() -> cluster.processes().restart(PATIENT))
                .withMessageContaining("node-conflict");
    }

    private boolean isAnythingLost() {
        for (int i = 0; i < OBJECTS; i++) {
            try {
                pocket.get("lost/" + i);
            } catch (DataLostException e) {
                return true;
            }
        }
        return false;
    }
}
