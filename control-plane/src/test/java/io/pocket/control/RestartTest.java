package io.pocket.control;

import static io.pocket.control.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.control.cluster.ClusterLedger;
import io.pocket.control.cluster.ClusterLedger.Change;
import io.pocket.control.cluster.DataDirectory;
import io.pocket.control.cluster.Events;
import io.pocket.control.push.PeerId;
import io.pocket.protocol.message.DropJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class RestartTest {

    @TempDir
    Path dataDir;

    @Test
    void shouldComeBackWithJobsNodesAndNumbersAsTheyWere() throws IOException {
        JsonNode jobs;
        JsonNode job;
        JsonNode nodes;
        JsonNode shards;
        JsonNode publicKey;
        try (ControllerUnderTest controller = ControllerUnderTest.start(dataDir)) {
            controller.addShard(5, 7000);
            controller.addNode(11, 7001, 1000);
            controller.post("/api/v1/jobs", "{\"name\":\"kept\",\"hints\":{\"capacityBytes\":100}}");
            controller.post("/api/v1/jobs", "{\"name\":\"dropped\"}");
            controller.delete("/api/v1/jobs/dropped-2");
            jobs = controller.get("/api/v1/jobs").json();
            publicKey = registration(controller).get("jobPublicKey");
            job = controller.get("/api/v1/jobs/kept-1").json();
            nodes = withoutState(controller.get("/api/v1/nodes").json());
            shards = withoutState(controller.get("/api/v1/shards").json());
        }

        try (ControllerUnderTest controller = ControllerUnderTest.start(dataDir)) {
            assertThat(controller.get("/api/v1/jobs").json()).isEqualTo(jobs);
            assertThat(controller.get("/api/v1/jobs/kept-1").json()).isEqualTo(job);
            assertThat(withoutState(controller.get("/api/v1/nodes").json())).isEqualTo(nodes);
            assertThat(withoutState(controller.get("/api/v1/shards").json())).isEqualTo(shards);
            JsonNode registration = registration(controller);
            assertThat(registration.get("jobPublicKey")).isEqualTo(publicKey);
            assertThat(registration.get("tombstones").get(0).get("job").asLong())
                    .isEqualTo(2);
            assertThat(controller
                            .post("/api/v1/jobs", "{\"name\":\"next\"}")
                            .json()
                            .get("number")
                            .asLong())
                    .isEqualTo(3);
        }
    }

    @Test
    void shouldDropWhatACrashLeftHalfRegistered() throws IOException {
        try (DataDirectory directory = DataDirectory.open(dataDir);
                ClusterLedger ledger = new ClusterLedger(directory.repository())) {
            ledger.change(state -> new Change<>(
                    List.of(
                            Events.nodeRegistered(1, 11, 7001),
                            Events.shardRegistered(1, 5, 7000),
                            Events.jobAdmitted(1, 1, 1)),
                    true));
        }

        try (ControllerUnderTest controller = ControllerUnderTest.start(dataDir)) {
            assertThat(controller.get("/api/v1/jobs").json()).isEmpty();
            eventually(() -> assertThat(controller.cluster().received(PeerId.shard(1), DropJob.class))
                    .extracting(DropJob::job)
                    .contains(1L));
        }
    }

    /** The node as it is registered already: changes nothing but the time of its registration. */
    private static JsonNode registration(ControllerUnderTest controller) {
        return controller.postAsService("/api/v1/nodes", """
                        {"nodeId":1,"incarnation":11,"tier":"dram","address":"127.0.0.1:7001","capacityBytes":1000,"machine":"m"}
                        """).json();
    }

    private static JsonNode withoutState(JsonNode peers) {
        peers.forEach(peer -> ((ObjectNode) peer).remove("state"));
        return peers;
    }
}
