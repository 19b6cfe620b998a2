package io.pocket.control;

import static io.pocket.control.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.control.ControllerUnderTest.Answer;
import io.pocket.control.push.PeerId;
import io.pocket.protocol.message.Drain;
import io.pocket.protocol.message.JobPut;
import io.pocket.protocol.message.NodeStatReply;
import io.pocket.protocol.message.NodeState;
import io.pocket.protocol.message.NodesPut;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Nodes that drain and leave, over REST. The nodes are 1 and 2. */
class NodeLifeTest {

    private static final PeerId NODE = PeerId.node(1);
    private static final PeerId SHARD = PeerId.shard(1);
    private static final NodeStatReply EMPTY = new NodeStatReply(1000, 0, 0, 0, 0, 0, NodeState.DRAINING);

    @TempDir
    Path dataDir;

    private ControllerUnderTest controller;

    @BeforeEach
    void start() throws IOException {
        controller = ControllerUnderTest.start(dataDir);
        controller.addShard(5, 7000);
        controller.addNode(11, 7001, 1000);
        controller.addNode(12, 7002, 1000);
    }

    @AfterEach
    void stop() {
        controller.close();
    }

    private void restart() throws IOException {
        controller.close();
        controller = ControllerUnderTest.start(dataDir);
    }

    private Answer drain(String body) {
        return controller.postAsService("/api/v1/nodes/1/drain", body);
    }

    private JsonNode node() {
        return controller.get("/api/v1/nodes/1").json();
    }

    private Answer register(int id, long incarnation) {
        return controller.postAsService("/api/v1/nodes", """
                {"nodeId":%d,"incarnation":%d,"tier":"dram","address":"127.0.0.1:7001","capacityBytes":1000,"machine":"m","instance":"pod-7"}
                """.formatted(id, incarnation));
    }

    private JsonNode newJob(String name) {
        return controller.post("/api/v1/jobs", "{\"name\":\"" + name + "\"}").json();
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().get("code").asString()).isEqualTo(code);
        assertThat(answer.json().get("remedy").asString()).isNotEmpty();
    }

    @Test
    void shouldDrainANodeAndTakeItBack() {
        Answer drained = drain("{\"reason\":\"it is old\"}");

        assertThat(drained.status()).as(drained.text()).isEqualTo(200);
        assertThat(drained.json().get("life").asString()).isEqualTo("draining");
        assertThat(drained.json().get("drainReason").asString()).isEqualTo("it is old");
        JsonNode entries = newJob("later").get("weightMap").get("entries");
        assertThat(entries.findValuesAsString("nodeId"))
                .as("new jobs go elsewhere")
                .containsExactly("2");
        JsonNode dram = controller.get("/api/v1/tiers").json().get(0);
        assertThat(dram.get("nodesDraining").asInt()).isEqualTo(1);
        assertThat(dram.get("freeBytes").asLong()).isEqualTo(1000);
        assertThat(controller.get("/actuator/prometheus").text())
                .contains("pocket_nodes_draining{tier=\"dram\",} 1.0")
                .contains("pocket_node_drains_total{by=\"request\",} 1.0");

        Answer back = controller.deleteAsService("/api/v1/nodes/1/drain");

        assertThat(back.json().get("life").asString()).isEqualTo("live");
        assertThat(back.json().get("drainReason").asString()).isEmpty();
    }

    @Test
    void shouldDrainWithoutAReason() {
        assertThat(controller
                        .postAsService("/api/v1/nodes/1/drain", "")
                        .json()
                        .get("drainReason")
                        .asString())
                .isEqualTo("asked for over REST");
        assertProblem(drain("{\"reason\":\"" + "x".repeat(201) + "\"}"), 400, "invalid-field");
    }

    @Test
    void shouldLetOnlyServicesDecideAboutANodesLife() {
        for (String path : new String[] {"/api/v1/nodes/1/drain", "/api/v1/nodes/1", "/api/v1/nodes/1?lost=true"}) {
            assertProblem(controller.delete(path), 401, "unauthenticated");
        }
        assertProblem(controller.post("/api/v1/nodes/1/drain", "{}"), 401, "unauthenticated");
    }

    @Test
    void shouldKnowNothingOfANodeThatIsNotThere() {
        assertProblem(controller.postAsService("/api/v1/nodes/9/drain", "{}"), 404, "node-not-found");
        assertProblem(controller.deleteAsService("/api/v1/nodes/9/drain"), 404, "node-not-found");
        assertProblem(controller.deleteAsService("/api/v1/nodes/9"), 404, "node-not-found");
    }

    @Test
    void shouldLetANodeGoOnlyWhenItDrainsAndIsEmpty() {
        assertProblem(controller.deleteAsService("/api/v1/nodes/1"), 409, "node-not-draining");
        drain("{}");
        controller.cluster().setStat(NODE, new NodeStatReply(1000, 10, 10, 0, 1, 0, NodeState.DRAINING));
        assertProblem(controller.deleteAsService("/api/v1/nodes/1"), 409, "node-not-empty");
        controller.cluster().setStat(NODE, EMPTY);

        Answer gone = controller.deleteAsService("/api/v1/nodes/1");

        assertThat(gone.status()).as(gone.text()).isEqualTo(204);
        assertThat(controller.get("/api/v1/nodes").json().findValuesAsString("nodeId"))
                .containsExactly("2");
        assertThat(controller.get("/actuator/prometheus").text())
                .contains("pocket_nodes_left_total{chunks=\"none\",} 1.0");
    }

    @Test
    void shouldLetAnEmptyNodeComeBackAsItWas() {
        drain("{}");
        controller.cluster().setStat(NODE, EMPTY);
        assertThat(controller.deleteAsService("/api/v1/nodes/1").status()).isEqualTo(204);

        Answer back = register(1, 11);

        assertThat(back.status()).as(back.text()).isEqualTo(200);
        assertThat(back.json().get("draining").asBoolean()).isFalse();
        assertThat(node().get("life").asString()).isEqualTo("live");
    }

    @Test
    void shouldTellReadersThatALostNodeIsLostAndNeverTakeItsChunksBack() throws IOException {
        String job = newJob("sort").get("id").asString();

        assertThat(controller.deleteAsService("/api/v1/nodes/1?lost=true").status())
                .isEqualTo(204);

        eventually(() -> assertThat(controller.cluster().received(SHARD, NodesPut.class))
                .last()
                .satisfies(put -> {
                    assertThat(put.nodes().getFirst().nodeId()).isEqualTo(1);
                    assertThat(put.nodes().getFirst().state()).isEqualTo(NodeState.LOST);
                }));
        eventually(() -> assertThat(controller
                        .cluster()
                        .received(SHARD, JobPut.class)
                        .getLast()
                        .weightMap()
                        .members())
                .hasSize(1));
        assertProblem(register(1, 11), 409, "node-conflict");
        assertProblem(register(0, 11), 409, "node-conflict");
        restart();
        assertProblem(register(1, 11), 409, "node-conflict");
        eventually(() -> assertThat(controller.cluster().received(SHARD, NodesPut.class))
                .anySatisfy(put -> assertThat(put.nodes().getFirst().state()).isEqualTo(NodeState.LOST)));
        assertThat(controller.get("/api/v1/jobs/" + job).json().get("weightMap").get("entries"))
                .hasSize(1);

        Answer emptied = register(1, 111);

        assertThat(emptied.status()).as(emptied.text()).isEqualTo(200);
        assertThat(node().get("lostIncarnations").get(0).asLong()).isEqualTo(11);
        assertProblem(register(1, 11), 409, "node-conflict");
    }

    @Test
    void shouldGoOnDrainingAfterARestartOfEitherSide() throws IOException {
        newJob("sort");
        drain("{\"reason\":\"it is old\"}");

        restart();

        assertThat(node().get("life").asString()).isEqualTo("draining");
        eventually(() ->
                assertThat(controller.cluster().received(NODE, Drain.class)).contains(new Drain(true)));
        assertThat(controller
                        .get("/api/v1/jobs/sort-1")
                        .json()
                        .get("weightMap")
                        .get("entries")
                        .findValuesAsString("weight"))
                .containsExactly("0", "10000");
        assertThat(register(1, 11).json().get("draining").asBoolean()).isTrue();
        assertThat(node().get("life").asString()).isEqualTo("draining");

        controller.deleteAsService("/api/v1/nodes/1/drain");
        restart();

        assertThat(node().get("life").asString()).isEqualTo("live");
        assertThat(register(1, 11).json().get("draining").asBoolean()).isFalse();
    }

    @Test
    void shouldTakeANodesOwnDrainForOverWhenItRegistersAgain() {
        drain("{\"leaving\":true,\"reason\":\"SIGTERM\"}");
        assertThat(node().get("life").asString()).isEqualTo("leaving");
        assertThat(node().get("drainReason").asString()).isEqualTo("its process is about to end");
        newJob("sort");

        Answer back = register(1, 11);

        assertThat(back.json().get("draining").asBoolean()).isFalse();
        assertThat(node().get("life").asString()).isEqualTo("live");
        assertThat(node().get("instance").asString()).isEqualTo("pod-7");
    }

    @Test
    void shouldDescribeWhatCanBeDoneToANode() {
        assertThat(controller.get("/v3/api-docs").json().get("paths").propertyNames())
                .contains("/api/v1/nodes/{id}/drain");
    }
}
