package io.pocket.control;

import static io.pocket.control.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.control.ControllerUnderTest.Answer;
import io.pocket.control.push.PeerId;
import io.pocket.protocol.ConnectionString;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.JobGrant;
import io.pocket.protocol.message.JobPut;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.token.Principal;
import io.pocket.protocol.token.TokenException;
import io.pocket.protocol.token.TokenVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Rules 8 and 9 over REST, with two shards for each job and two nodes that are not there. */
class QuotaAndSpaceTest {

    private static final long MIB = 1L << 20;
    private static final long NODE_BYTES = 100 * MIB;
    private static final PeerId NODE = PeerId.node(1);
    private static final List<PeerId> SHARDS = List.of(PeerId.shard(1), PeerId.shard(2));
    static final Map<String, String> SETTINGS = Map.of(
            "pocket.controller.sizing.shards-per-job", "2",
            "pocket.controller.quotas.defaults.connections", "64",
            "pocket.controller.quotas.maxima.objects", "1000",
            "pocket.controller.quotas.maxima.bytes", "1GB");

    @TempDir
    Path dataDir;

    private ControllerUnderTest controller;

    @BeforeEach
    void start() throws IOException {
        controller = ControllerUnderTest.start(dataDir, SETTINGS);
        controller.addShard(5, 7000);
        controller.addShard(6, 7001);
        controller.addNode(11, 7002, NODE_BYTES);
        controller.addNode(12, 7003, NODE_BYTES);
    }

    @AfterEach
    void stop() {
        controller.close();
    }

    private void restart() throws IOException {
        controller.close();
        controller = ControllerUnderTest.start(dataDir, SETTINGS);
    }

    private JsonNode created(String path, String body) {
        Answer answer = controller.post(path, body.replace('\'', '"'));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().get("code").asString()).isEqualTo(code);
        assertThat(answer.json().get("remedy").asString()).isNotEmpty();
    }

    private <R extends Request> R last(PeerId peer, Class<R> type) {
        List<R> received = controller.cluster().received(peer, type);
        assertThat(received).isNotEmpty();
        return received.getLast();
    }

    private long sumOverShards(ToLongFunction<JobPut> quota) {
        return SHARDS.stream()
                .map(shard -> last(shard, JobPut.class))
                .mapToLong(quota)
                .sum();
    }

    @Test
    void shouldSplitQuotasOverShardsAndNodes() {
        JsonNode job = created("/api/v1/jobs", """
                {'name':'a','defaultTtlSeconds':60,'hints':{'capacityBytes':1000},'quotas':{'bytes':2001,'objects':11,
                 'inlineBytes':1001,'operationsPerSecond':7}}""");

        assertThat(job.get("quotas").get("objects").asLong()).isEqualTo(11);
        assertThat(job.get("quotas").get("connections").asLong())
                .as("by default")
                .isEqualTo(64);
        assertThat(job.get("defaultTtlSeconds").asLong()).isEqualTo(60);
        assertThat(sumOverShards(JobPut::quotaObjects)).isEqualTo(11);
        assertThat(sumOverShards(JobPut::quotaInlineBytes)).isEqualTo(1001);
        assertThat(sumOverShards(JobPut::quotaOperationsPerSecond)).isEqualTo(7);
        assertThat(sumOverShards(JobPut::quotaConnections)).isEqualTo(64);
        assertThat(last(SHARDS.getFirst(), JobPut.class).defaultTtlMillis()).isEqualTo(60_000);
        eventually(() -> {
            JobGrant first = last(NODE, JobGrant.class);
            JobGrant second = last(PeerId.node(2), JobGrant.class);
            assertThat(first.limitBytes() + second.limitBytes()).isEqualTo(2001);
            assertThat(first.guaranteedBytes()).isEqualTo(500);
            assertThat(first.maxConnections()).isEqualTo(64);
        });
    }

    @Test
    void shouldTellANodeItsGrantsAtRegistration() {
        created("/api/v1/jobs", "{'name':'a','hints':{'capacityBytes':1000},'quotas':{'bytes':2000}}");

        JsonNode grants = controller
                .postAsService("/api/v1/nodes", """
                        {"nodeId":1,"incarnation":11,"tier":"dram","address":"127.0.0.1:7002","capacityBytes":%d,"machine":"m"}
                        """.formatted(NODE_BYTES))
                .json()
                .get("grants");

        assertThat(grants).hasSize(1);
        assertThat(grants.get(0).get("job").asLong()).isEqualTo(1);
        assertThat(grants.get(0).get("guaranteedBytes").asLong()).isEqualTo(500);
        assertThat(grants.get(0).get("limitBytes").asLong()).isEqualTo(1000);
        assertThat(grants.get(0).get("maxConnections").asLong()).isEqualTo(64);
    }

    @Test
    void shouldGiveAJobAConnectionToEachSpaceThatEndsWithTheJob() throws TokenException {
        JsonNode models = created("/api/v1/spaces", """
                {'name':'models','defaultTtlSeconds':3600,'quotas':{'objects':10}}""");
        created("/api/v1/spaces", "{'name':'logs','defaultTtlSeconds':60}");
        JsonNode job = created("/api/v1/jobs", """
                {'name':'a','spaces':['logs','models'],'hints':{'lifetimeSeconds':500}}""");

        assertThat(job.get("spaces").size()).isEqualTo(2);
        ConnectionString connection =
                ConnectionString.parse(job.get("spaces").get("models").asString());
        assertThat(connection.jobId()).startsWith("models-");
        Principal holder = verifier().verify(connection.token(), Instant.now().getEpochSecond());
        assertThat(holder.jobNumber())
                .isEqualTo(models.get("number").asLong())
                .isNotEqualTo(job.get("number").asLong());
        assertThat(Instant.ofEpochSecond(holder.expiresAtEpochSeconds()))
                .isEqualTo(Instant.parse(job.get("tokenExpiresAt").asString()));
        assertThat(controller.cluster().received(SHARDS.getFirst(), JobPut.class))
                .anySatisfy(put -> {
                    assertThat(put.job()).isEqualTo(models.get("number").asLong());
                    assertThat(put.defaultTtlMillis()).isEqualTo(3_600_000);
                    assertThat(put.quotaObjects()).isEqualTo(5);
                });
        String text = controller
                .post("/api/v1/jobs", "{\"name\":\"b\",\"spaces\":[\"logs\",\"models\"]}", "Accept", "text/plain")
                .text();
        assertThat(text.lines().map(line -> ConnectionString.parse(line).jobId()))
                .satisfiesExactly(
                        own -> assertThat(own).startsWith("b-"),
                        logs -> assertThat(logs).startsWith("logs-"),
                        last -> assertThat(last).startsWith("models-"));
    }

    private TokenVerifier verifier() {
        String publicKey = controller
                .postAsService("/api/v1/shards", """
                        {"shardId":1,"logId":5,"epoch":1,"address":"127.0.0.1:7000"}
                        """)
                .json()
                .get("jobPublicKey")
                .asString();
        return TokenVerifier.of(TokenVerifier.publicKey(Base64.getDecoder().decode(publicKey)), controller.key());
    }

    /** Rule 9: what a job opened is not the job's to end. */
    @Test
    void shouldLeaveSpacesAloneWhenAJobThatOpenedThemIsDropped() throws IOException {
        long space = created("/api/v1/spaces", "{'name':'models','defaultTtlSeconds':60}")
                .get("number")
                .asLong();
        String job = created("/api/v1/jobs", "{'name':'a','spaces':['models']}")
                .get("id")
                .asString();

        assertThat(controller.delete("/api/v1/jobs/" + job).status()).isEqualTo(200);
        restart();
        created("/api/v1/jobs", "{'name':'b','spaces':['models']}");

        assertThat(controller.get("/api/v1/spaces/models").json().get("number").asLong())
                .isEqualTo(space);
        eventually(() -> assertThat(controller.cluster().received(SHARDS.getFirst(), JobPut.class))
                .anySatisfy(put -> assertThat(put.job()).isEqualTo(space)));
        assertThat(controller.cluster().received(SHARDS.getFirst(), DropJob.class))
                .noneSatisfy(drop -> assertThat(drop.job()).isEqualTo(space));
    }

    /** A space has no token of its own whose end could end it; a job whose token has expired is dropped within the same time. */
    @Test
    void shouldOutliveTheTokensThatWereIssuedForIt() {
        created("/api/v1/spaces", "{'name':'models','defaultTtlSeconds':60}");
        created("/api/v1/jobs", "{'name':'a','spaces':['models'],'hints':{'lifetimeSeconds':1}}");

        eventually(() -> assertThat(controller.get("/api/v1/jobs").json()).isEmpty());

        assertThat(controller.get("/api/v1/spaces").json()).hasSize(1);
    }

    @Test
    void shouldKeepADeletedSpaceDeletedUntilItsLastTokenHasExpired() throws IOException {
        long space = created("/api/v1/spaces", "{'name':'models','defaultTtlSeconds':60}")
                .get("number")
                .asLong();
        JsonNode shorter = created("/api/v1/jobs", "{'name':'a','spaces':['models'],'hints':{'lifetimeSeconds':100}}");
        JsonNode longer = created("/api/v1/jobs", "{'name':'b','spaces':['models'],'hints':{'lifetimeSeconds':900}}");
        created("/api/v1/jobs", "{'name':'c','spaces':['models'],'hints':{'lifetimeSeconds':200}}");
        assertThat(controller
                        .delete("/api/v1/jobs/" + shorter.get("id").asString())
                        .status())
                .isEqualTo(200);
        restart();

        Answer deleted = controller.delete("/api/v1/spaces/models");

        assertThat(deleted.status()).isEqualTo(200);
        assertThat(Instant.parse(deleted.json().get("tombstoneUntil").asString()))
                .isAfter(Instant.parse(longer.get("tokenExpiresAt").asString()));
        assertThat(deleted.json().get("number").asLong()).isEqualTo(space);
        eventually(() -> assertThat(controller.cluster().received(NODE, DropJob.class))
                .anySatisfy(drop -> assertThat(drop.job()).isEqualTo(space)));
        assertProblem(controller.get("/api/v1/spaces/models"), 404, "space-not-found");
        assertProblem(controller.delete("/api/v1/spaces/models"), 404, "space-not-found");
    }

    @Test
    void shouldNameTheSpaceThatIsNotThereAndRegisterNothing() {
        Answer answer = controller.post("/api/v1/jobs", "{\"name\":\"a\",\"spaces\":[\"modles\"]}");

        assertProblem(answer, 404, "space-not-found");
        assertThat(answer.json().get("space").asString()).isEqualTo("modles");
        assertThat(answer.json().get("remedy").asString()).contains("POST /api/v1/spaces");
        assertThat(controller.get("/api/v1/jobs").json()).isEmpty();
    }

    @Test
    void shouldKeepJobsAndSpacesApart() {
        JsonNode space = created("/api/v1/spaces", "{'name':'models','defaultTtlSeconds':60}");
        created("/api/v1/jobs", "{'name':'models'}");

        assertProblem(
                controller.post("/api/v1/spaces", "{\"name\":\"models\",\"defaultTtlSeconds\":60}"),
                409,
                "space-exists");
        assertThat(controller.get("/api/v1/jobs").json()).hasSize(1);
        assertThat(controller.get("/api/v1/spaces").json()).hasSize(1);
        String asJob = "/api/v1/jobs/models-" + space.get("number").asLong();
        assertProblem(controller.get(asJob), 404, "job-not-found");
        assertProblem(controller.delete(asJob), 404, "job-not-found");
    }
}
