package io.pocket.control;

import static io.pocket.control.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pocket.control.push.FakeCluster.Mood;
import io.pocket.control.push.PeerId;
import io.pocket.protocol.ConnectionString;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.JobPut;
import io.pocket.protocol.message.NodesPut;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Jobs on several shards, over real HTTP. */
class SpreadTest {

    @TempDir
    Path dataDir;

    private static List<Integer> shardsToldTo(ControllerUnderTest controller, int shard) {
        List<JobPut> told = controller.cluster().received(PeerId.shard(shard), JobPut.class);
        return told.isEmpty() ? List.of() : told.getLast().shards();
    }

    private static JsonNode register(ControllerUnderTest controller, String hints) {
        ControllerUnderTest.Answer answer =
                controller.post("/api/v1/jobs", "{\"name\":\"sort\",\"hints\":{" + hints + "}}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    @Test
    void shouldSpreadAJobOverAllShardsAndTellEachOfThem() throws IOException {
        try (ControllerUnderTest controller = ControllerUnderTest.start(dataDir)) {
            controller.addNode(11, 7001, 1000);
            List<Integer> all =
                    List.of(controller.addShard(5, 7100), controller.addShard(6, 7101), controller.addShard(7, 7102));

            JsonNode job = register(controller, "");

            List<Integer> ofJob = shardsToldTo(controller, all.getFirst());
            assertThat(ofJob).containsExactlyInAnyOrderElementsOf(all);
            for (int shard : all) {
                assertThat(shardsToldTo(controller, shard)).isEqualTo(ofJob);
            }
            ConnectionString connection =
                    ConnectionString.parse(job.get("connectionString").asString());
            assertThat(connection.shards()).hasSize(3);
            assertThat(connection.shards().getFirst().toString())
                    .as("the first places the buckets")
                    .isEqualTo(job.get("shards").get(0).get("address").asString());
            assertThat(job.get("shards").get(0).get("shardId").asInt()).isEqualTo(ofJob.getFirst());
        }
    }

    @Test
    void shouldKeepToTheNumberOfShardsThatAJobNamesOrTheConfigurationDoes() throws IOException {
        Map<String, String> atMostTwo = Map.of("pocket.controller.sizing.shards-per-job", "2");
        try (ControllerUnderTest controller = ControllerUnderTest.start(dataDir, atMostTwo)) {
            controller.addNode(11, 7001, 1000);
            controller.addShard(5, 7100);
            controller.addShard(6, 7101);
            controller.addShard(7, 7102);

            assertThat(register(controller, "").get("shards")).hasSize(2);
            assertThat(register(controller, "\"shards\":1").get("shards")).hasSize(1);
            assertThat(controller
                            .post("/api/v1/jobs", "{\"name\":\"sort\",\"hints\":{\"shards\":65}}")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void shouldGiveAnAddedShardToRunningJobsThatHaveTooFew() throws IOException {
        try (ControllerUnderTest controller = ControllerUnderTest.start(dataDir)) {
            controller.addNode(11, 7001, 1000);
            int first = controller.addShard(5, 7100);
            long number = register(controller, "").get("number").asLong();
            register(controller, "\"shards\":1");

            int added = controller.addShard(6, 7101);

            eventually(() -> {
                assertThat(controller.cluster().received(PeerId.shard(added), JobPut.class))
                        .extracting(JobPut::job, JobPut::shards)
                        .contains(tuple(number, List.of(first, added)));
                assertThat(controller.cluster().received(PeerId.shard(added), JobPut.class))
                        .extracting(JobPut::job)
                        .containsOnly(number);
                assertThat(controller.cluster().received(PeerId.shard(added), NodesPut.class))
                        .isNotEmpty();
                assertThat(controller.cluster().received(PeerId.shard(first), JobPut.class))
                        .anySatisfy(put -> assertThat(put.shards()).containsExactly(first, added));
            });

            controller.delete("/api/v1/jobs/sort-" + number);
            eventually(() -> assertThat(controller.cluster().received(PeerId.shard(added), DropJob.class))
                    .extracting(DropJob::job)
                    .contains(number));
        }
    }

    @Test
    void shouldSendNoBucketsToAnAddedShardBeforeItKnowsTheJob() throws IOException {
        try (ControllerUnderTest controller = ControllerUnderTest.start(dataDir)) {
            controller.addNode(11, 7001, 1000);
            int first = controller.addShard(5, 7100);
            register(controller, "");
            int next = first + 1;
            controller.cluster().set(PeerId.shard(next), Mood.DOWN);

            assertThat(controller.addShard(6, 7101)).isEqualTo(next);

            eventually(() ->
                    assertThat(controller.cluster().targets(PeerId.shard(next))).hasSizeGreaterThan(1));
            assertThat(shardsToldTo(controller, first)).containsExactly(first);
            controller.cluster().set(PeerId.shard(next), Mood.ANSWERING);
            eventually(() -> assertThat(shardsToldTo(controller, first)).containsExactly(first, next));
        }
    }

    @Test
    void shouldTellNobodyOfAnAddedShardThatHasNotAcknowledgedWhateverElseIsPushed() throws IOException {
        try (ControllerUnderTest controller = ControllerUnderTest.start(dataDir)) {
            PeerId home = PeerId.shard(addShardAndJob(controller));
            PeerId added = PeerId.shard(home.id() + 1);
            controller.cluster().setFor(added, JobPut.class, Mood.REFUSING);
            controller.addShard(6, 7101);
            eventually(() -> assertThat(controller.cluster().refusals(added)).isPositive());

            controller.cluster().forget(home);
            controller.cluster().disconnect(home);
            eventually(() -> assertThat(controller.cluster().received(home, JobPut.class))
                    .hasSize(1));
            controller.addNode(11, 7001, 1000);
            controller.addShard(5, 7100);
            eventually(() -> assertThat(controller.cluster().received(home, JobPut.class))
                    .hasSizeGreaterThan(1));

            assertThat(controller.cluster().received(home, JobPut.class))
                    .extracting(JobPut::shards)
                    .containsOnly(List.of(home.id()));
        }
    }

    @Test
    void shouldSpreadToAShardThatRefusedAtFirst() throws IOException {
        try (ControllerUnderTest controller = ControllerUnderTest.start(dataDir)) {
            int first = addShardAndJob(controller);
            PeerId added = PeerId.shard(first + 1);
            controller.cluster().setFor(added, JobPut.class, Mood.BUSY);
            controller.addShard(6, 7101);
            eventually(() -> assertThat(controller.cluster().refusals(added)).isPositive());

            controller.cluster().setFor(added, JobPut.class, Mood.ANSWERING);

            eventually(() -> assertThat(shardsToldTo(controller, first)).containsExactly(first, added.id()));
        }
    }

    @Test
    void shouldSpreadAfterARestartWhatWasNotAcknowledgedBefore() throws IOException {
        int first;
        try (ControllerUnderTest controller = ControllerUnderTest.start(dataDir)) {
            first = addShardAndJob(controller);
            controller.cluster().set(PeerId.shard(first + 1), Mood.DOWN);
            controller.addShard(6, 7101);
        }

        try (ControllerUnderTest controller = ControllerUnderTest.start(dataDir)) {
            eventually(() -> assertThat(shardsToldTo(controller, first)).containsExactly(first, first + 1));
            assertThat(controller
                            .cluster()
                            .received(PeerId.shard(first), JobPut.class)
                            .getFirst()
                            .shards())
                    .as("before the added shard knows the job")
                    .containsExactly(first);
        }
    }

    /** Returns the id of the job's only shard. */
    private static int addShardAndJob(ControllerUnderTest controller) {
        controller.addNode(11, 7001, 1000);
        int first = controller.addShard(5, 7100);
        register(controller, "");
        return first;
    }

    @Test
    void shouldComeBackWithSpreadJobs() throws IOException {
        JsonNode before;
        try (ControllerUnderTest controller = ControllerUnderTest.start(dataDir)) {
            controller.addNode(11, 7001, 1000);
            controller.addShard(5, 7100);
            register(controller, "");
            controller.addShard(6, 7101);
            eventually(() -> assertThat(
                            controller.get("/api/v1/jobs").json().get(0).get("shards"))
                    .hasSize(2));
            before = controller.get("/api/v1/jobs").json();
        }

        try (ControllerUnderTest controller = ControllerUnderTest.start(dataDir)) {
            assertThat(controller.get("/api/v1/jobs").json()).isEqualTo(before);
        }
    }
}
