package io.pocket.control;

import static io.pocket.control.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.control.ControllerUnderTest.Answer;
import io.pocket.control.push.FakeCluster.Mood;
import io.pocket.control.push.PeerId;
import io.pocket.protocol.ConnectionString;
import io.pocket.protocol.Role;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.JobPut;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.token.Principal;
import io.pocket.protocol.token.TokenException;
import io.pocket.protocol.token.TokenVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The REST interface over real HTTP, with one shard and two nodes that are not there. */
class RestTest {

    private static final long GIB = 1L << 30;
    private static final int TOTAL_GIB = 3;

    private static ControllerUnderTest controller;
    private static PeerId shard;
    private static PeerId node;
    private static PeerId otherNode;

    @BeforeAll
    static void start(@TempDir Path dataDir) throws IOException {
        controller = ControllerUnderTest.start(dataDir);
        shard = PeerId.shard(controller.addShard(5, 7000));
        node = PeerId.node(controller.addNode(11, 7001, GIB));
        otherNode = PeerId.node(controller.addNode(12, 7002, 2 * GIB));
    }

    @AfterAll
    static void stop() {
        controller.close();
    }

    @AfterEach
    void cleanUp() {
        for (PeerId peer : new PeerId[] {shard, node, otherNode}) {
            controller.cluster().set(peer, Mood.ANSWERING);
        }
        eventually(() -> {
            assertThat(controller
                            .get("/api/v1/shards")
                            .json()
                            .get(0)
                            .get("state")
                            .asString())
                    .isEqualTo("up");
            assertThat(tier("dram").get("nodesUp").asInt()).isEqualTo(2);
        });
        for (JsonNode job : controller.get("/api/v1/jobs").json()) {
            assertThat(controller
                            .delete("/api/v1/jobs/" + job.get("id").asString())
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldRegisterAJobWithItsShardAndMap() throws TokenException {
        Answer answer = controller.post("/api/v1/jobs", """
                {"name":"sort","hints":{"latencySensitive":true,"functions":16,"capacityBytes":%d,
                 "peakBandwidthBitsPerSecond":1000000000,"tiers":["dram","ssd"],"lifetimeSeconds":600,"replicas":1,"shards":2}}
                """.formatted(GIB));

        assertThat(answer.status()).isEqualTo(201);
        JsonNode job = answer.json();
        long number = job.get("number").asLong();
        assertThat(job.get("id").asString()).isEqualTo("sort-" + number);
        assertThat(job.get("hints").get("derived")).isEmpty();
        assertThat(job.get("shards").get(0).get("address").asString()).isEqualTo("127.0.0.1:7000");
        assertThat(job.get("weightMap").get("epoch").asLong()).isEqualTo(1);
        assertThat(sum(job.get("weightMap").get("entries"), "guaranteedBytes")).isEqualTo(GIB);
        ConnectionString connection =
                ConnectionString.parse(job.get("connectionString").asString());
        assertThat(connection.jobId()).isEqualTo("sort-" + number);
        assertThat(connection.token().toArray())
                .isEqualTo(Base64.getUrlDecoder().decode(job.get("token").asString()));
        Principal holder = verifier().verify(connection.token(), Instant.now().getEpochSecond());
        assertThat(holder.role()).isEqualTo(Role.CLIENT);
        assertThat(holder.jobNumber()).isEqualTo(number);
        assertThat(Instant.ofEpochSecond(holder.expiresAtEpochSeconds()))
                .isEqualTo(Instant.parse(job.get("tokenExpiresAt").asString()));
        assertThat(controller.cluster().received(shard, JobPut.class))
                .anySatisfy(put -> assertThat(put.job()).isEqualTo(number));
    }

    /** With the public key that a node is given. */
    private static TokenVerifier verifier() {
        String publicKey = controller
                .postAsService("/api/v1/shards", """
                        {"shardId":%d,"logId":5,"epoch":1,"address":"127.0.0.1:7000"}
                        """.formatted(shard.id()))
                .json()
                .get("jobPublicKey")
                .asString();
        return TokenVerifier.of(TokenVerifier.publicKey(Base64.getDecoder().decode(publicKey)), controller.key());
    }

    @Test
    void shouldAnswerWithTheConnectionStringAloneWhereTextIsWanted() {
        Answer answer = controller.post("/api/v1/jobs", "{\"name\":\"sort\"}", "Accept", "text/plain");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.contentType()).startsWith("text/plain");
        assertThat(ConnectionString.parse(answer.text()).jobId()).startsWith("sort-");
    }

    @Test
    void shouldTellWhichHintsItDerived() {
        JsonNode hints =
                register("{\"name\":\"x\",\"hints\":{\"functions\":16}}").get("hints");

        assertThat(hints.get("derived")).hasSize(7);
        assertThat(hints.get("peakBandwidthBitsPerSecond").asLong()).isEqualTo(16 * 600_000_000L);
        assertThat(hints.get("tiers").get(0).asString()).isEqualTo("dram");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'a','hint':{}}                                      | unknown-field  | hint",
                "{'name':'a','hints':{'lambdas':3}}                          | unknown-field  | hints.lambdas",
                "{'hints':{}}                                                | invalid-field  | name",
                "{'name':''}                                                 | invalid-field  | name",
                "{'name':'a/b'}                                              | invalid-field  | name",
                "{'name':7}                                                  | invalid-field  | name",
                "{'name':'a','hints':{'functions':-1}}                       | invalid-field  | hints.functions",
                "{'name':'a','hints':{'functions':1000000000}}               | invalid-field  | hints.functions",
                "{'name':'a','hints':{'functions':99999999999}}              | invalid-field  | hints.functions",
                "{'name':'a','hints':{'functions':1.5}}                      | invalid-field  | hints.functions",
                "{'name':'a','hints':{'functions':'16'}}                     | invalid-field  | hints.functions",
                "{'name':'a','hints':{'capacityBytes':0}}                    | invalid-field  | hints.capacityBytes",
                "{'name':'a','hints':{'capacityBytes':9223372036854775807}}  | invalid-field  | hints.capacityBytes",
                "{'name':'a','hints':{'peakBandwidthBitsPerSecond':-5}}      | invalid-field  | hints.peakBandwidthBitsPerSecond",
                "{'name':'a','hints':{'tiers':[]}}                           | invalid-field  | hints.tiers",
                "{'name':'a','hints':{'tiers':['dram','dram']}}              | invalid-field  | hints.tiers",
                "{'name':'a','hints':{'tiers':['dram',null]}}                | invalid-field  | hints.tiers[1]",
                "{'name':'a','hints':{'tiers':['dram','tape']}}              | invalid-field  | hints.tiers[1]",
                "{'name':'a','hints':{'lifetimeSeconds':99999999}}           | invalid-field  | hints.lifetimeSeconds",
                "{'name':'a','hints':{'replicas':4}}                         | invalid-field  | hints.replicas",
                "{'name':'a','hints':3}                                      | invalid-field  | hints",
                "{'name':'a',                                                | malformed-body |",
                "{'name':'a','name':'b'}                                     | malformed-body |",
                "{'name':'a'} {}                                             | malformed-body |",
                "[]                                                          | malformed-body |",
                "null                                                        | malformed-body |",
            })
    void shouldRefuseBadInputNamingTheField(String body, String code, String field) {
        for (String accept : new String[] {"application/json", "text/plain"}) {
            Answer answer = controller.post("/api/v1/jobs", body.replace('\'', '"'), "Accept", accept);

            assertProblem(answer, 400, code);
            JsonNode named = answer.json().get("field");
            assertThat(named == null ? null : named.asString()).isEqualTo(field);
        }
        assertThat(controller.get("/api/v1/jobs").json()).isEmpty();
    }

    @Test
    void shouldRefuseABodyThatIsTooLarge() {
        Answer answer = controller.post("/api/v1/jobs", "{\"name\":\"" + "a".repeat(100_000) + "\"}");

        assertProblem(answer, 413, "body-too-large");
        assertThat(controller.get("/api/v1/jobs").status()).isEqualTo(200);
    }

    @Test
    void shouldExplainWhatItDoesNotOffer() {
        assertProblem(controller.get("/api/v1/nothing"), 404, "not-found");
        assertProblem(controller.post("/api/v1/tiers", "{}"), 405, "method-not-allowed");
        assertProblem(
                controller.post("/api/v1/jobs", "{\"name\":\"a\"}", "Accept", "image/png"), 406, "not-acceptable");
        assertProblem(
                controller.post("/api/v1/jobs", "<job/>", "Content-Type", "application/xml"),
                415,
                "unsupported-media-type");
        assertProblem(controller.get("/api/v1/nodes/one"), 400, "invalid-request");
    }

    @Test
    void shouldDropAJobOnEveryPeerAndOnlyOnce() {
        String path =
                "/api/v1/jobs/" + register("{\"name\":\"sort\"}").get("id").asString();

        JsonNode dropped = controller.delete(path).json();

        assertThat(dropped.get("complete").asBoolean()).isTrue();
        assertThat(dropped.get("acknowledgements")).hasSize(3);
        assertThat(sum(dropped.get("acknowledgements"), "bytes")).isEqualTo(900);
        assertProblem(controller.delete(path), 404, "job-not-found");
        assertProblem(controller.get(path), 404, "job-not-found");
    }

    @Test
    void shouldDropAJobWhoseTokenHasExpired() {
        String id = register("{\"name\":\"brief\",\"hints\":{\"lifetimeSeconds\":1}}")
                .get("id")
                .asString();

        eventually(() -> assertProblem(controller.get("/api/v1/jobs/" + id), 404, "job-not-found"));
    }

    @Test
    void shouldTellAnUnreachablePeerOfADropLater() {
        long number = register("{\"name\":\"sort\"}").get("number").asLong();
        controller.cluster().set(node, Mood.DOWN);

        JsonNode dropped = controller.delete("/api/v1/jobs/sort-" + number).json();

        assertThat(dropped.get("complete").asBoolean()).isFalse();
        assertThat(dropped.get("acknowledgements").get(1).get("acknowledged").asBoolean())
                .isFalse();
        assertThat(dropped.get("acknowledgements").get(2).get("acknowledged").asBoolean())
                .isTrue();
        controller.cluster().set(node, Mood.ANSWERING);
        eventually(() -> assertThat(controller.cluster().received(node, DropJob.class))
                .anySatisfy(drop -> assertThat(drop.job()).isEqualTo(number)));
    }

    @Test
    void shouldNotShowTokensToOthers() {
        String id = register("{\"name\":\"sort\"}").get("id").asString();

        JsonNode job = controller.get("/api/v1/jobs/" + id).json();

        assertThat(job.has("token")).isFalse();
        assertThat(job.has("connectionString")).isFalse();
        assertThat(controller.get("/api/v1/jobs").json()).hasSize(1);
    }

    @Test
    void shouldSayWhatIsMissingAndHoldNothing() {
        Answer answer = controller.post(
                "/api/v1/jobs", "{\"name\":\"big\",\"hints\":{\"capacityBytes\":%d}}".formatted(TOTAL_GIB * GIB + 1));

        assertProblem(answer, 507, "insufficient-capacity");
        assertThat(answer.json().get("missing").asString()).isEqualTo("bytes");
        assertThat(answer.json().get("needed").asLong()).isEqualTo(TOTAL_GIB * GIB + 1);
        assertThat(answer.json().get("available").asLong()).isEqualTo(TOTAL_GIB * GIB);
        assertThat(tier("dram").get("guaranteedBytes").asLong()).isZero();
        assertProblem(
                controller.post("/api/v1/jobs", "{\"name\":\"a\",\"hints\":{\"tiers\":[\"hdd\"]}}"),
                507,
                "insufficient-capacity");
    }

    @Test
    void shouldGiveBackAGuaranteeWhenItsJobEnds() {
        String body = "{\"name\":\"big\",\"hints\":{\"capacityBytes\":%d}}".formatted(TOTAL_GIB * GIB);
        String id = register(body).get("id").asString();
        assertThat(controller.post("/api/v1/jobs", body).status()).isEqualTo(507);

        controller.delete("/api/v1/jobs/" + id);

        assertThat(controller.post("/api/v1/jobs", body).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"FORGETFUL", "REFUSING", "DOWN"})
    void shouldUndoARegistrationThatItsShardDoesNotAcknowledge(Mood mood) {
        controller.cluster().forget(shard);
        controller.cluster().set(shard, mood);

        Answer answer = controller.post("/api/v1/jobs", "{\"name\":\"sort\",\"hints\":{\"capacityBytes\":1}}");

        // A shard that is down is missing at once when it is known to be unreachable already.
        assertThat(answer.status()).isIn(503, 507);
        assertThat(controller.get("/api/v1/jobs").json()).isEmpty();
        assertThat(tier("dram").get("guaranteedBytes").asLong()).isZero();
        controller.cluster().set(shard, Mood.ANSWERING);
        if (answer.status() == 503) {
            assertProblem(answer, 503, "shard-unavailable");
            eventually(() -> assertThat(controller.cluster().received(shard, DropJob.class))
                    .isNotEmpty());
        }
    }

    @Test
    void shouldLetOnlyServicesOfThisClusterRegisterAndReport() {
        String body = "{\"nodeId\":0}";
        for (String path : new String[] {"/api/v1/nodes", "/api/v1/shards", "/api/v1/nodes/1/reports"}) {
            assertProblem(controller.post(path, body), 401, "unauthenticated");
            assertProblem(controller.post(path, body, "Authorization", "Bearer %%%"), 401, "unauthenticated");
            assertProblem(
                    controller.post(
                            path,
                            body,
                            "Authorization",
                            "Bearer " + ControllerUnderTest.serviceToken(ClusterKey.generate())),
                    401,
                    "unauthenticated");
        }
        String jobToken = register("{\"name\":\"sort\"}").get("token").asString();
        assertProblem(controller.post("/api/v1/nodes", body, "Authorization", "Bearer " + jobToken), 403, "forbidden");
    }

    @Test
    void shouldKnowANodeAgain() {
        assertThat(controller.addNode(11, 7001, GIB)).isEqualTo(node.id());

        JsonNode shown = controller.get("/api/v1/nodes/" + node.id()).json();

        assertThat(shown.get("incarnation").asLong()).isEqualTo(11);
        assertThat(shown.get("lostIncarnations")).isEmpty();
        assertProblem(controller.get("/api/v1/nodes/99"), 404, "node-not-found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "incarnation    | 0",
                "incarnation    | null",
                "tier           | 'tape'",
                "address        | 'nowhere'",
                "address        | 'host:99999'",
                "metricsAddress | 7",
                "capacityBytes  | -1",
                "machine        | ''",
                "nodeId         | -1",
            })
    void shouldRefuseABadNodeNamingTheField(String field, String value) {
        Map<String, String> fields = new LinkedHashMap<>(Map.of(
                "nodeId", "0",
                "incarnation", "1",
                "tier", "'dram'",
                "address", "'127.0.0.1:7009'",
                "capacityBytes", "1",
                "machine", "'m'"));
        fields.put(field, value);
        String body = fields.entrySet().stream()
                .map(one -> "'" + one.getKey() + "':" + one.getValue())
                .collect(Collectors.joining(",", "{", "}"));

        Answer answer = controller.postAsService("/api/v1/nodes", body.replace('\'', '"'));

        assertProblem(answer, 400, "invalid-field");
        assertThat(answer.json().get("field").asString()).isEqualTo(field);
        assertThat(controller.get("/api/v1/nodes").json()).hasSize(2);
    }

    @Test
    void shouldRefuseAnotherJournalUnderAKnownShardId() {
        String impostor =
                "{\"shardId\":%d,\"logId\":6,\"epoch\":1,\"address\":\"127.0.0.1:7009\"}".formatted(shard.id());

        Answer answer = controller.postAsService("/api/v1/shards", impostor);

        assertProblem(answer, 409, "shard-conflict");
        assertThat(answer.json().get("field").asString()).isEqualTo("logId");
    }

    @Test
    void shouldTakeANodesNewLifeForTheLossOfTheFormerForGood() {
        String id = register("{\"name\":\"sort\"}").get("id").asString();
        String life = """
                {"nodeId":%d,"incarnation":%d,"tier":"dram","address":"127.0.0.1:7002","capacityBytes":%d,"machine":"m"}
                """;

        controller.postAsService("/api/v1/nodes", life.formatted(otherNode.id(), 112, 2 * GIB));
        Answer back = controller.postAsService("/api/v1/nodes", life.formatted(otherNode.id(), 12, 2 * GIB));

        assertProblem(back, 409, "node-conflict");
        JsonNode shown = controller.get("/api/v1/nodes/" + otherNode.id()).json();
        assertThat(shown.get("lostIncarnations").get(0).asLong()).isEqualTo(12);
        JsonNode map = controller.get("/api/v1/jobs/" + id).json().get("weightMap");
        assertThat(map.get("epoch").asLong()).isEqualTo(2);
        assertThat(map.get("entries").findValuesAsString("incarnation")).contains("112");
        eventually(() -> assertThat(controller
                        .cluster()
                        .received(shard, JobPut.class)
                        .getLast()
                        .weightMap()
                        .epoch())
                .isEqualTo(2));
    }

    @Test
    void shouldShowWhatMonitorsReport() {
        Answer answer = controller.postAsService("/api/v1/nodes/" + node.id() + "/reports", """
                {"timestampMillis":1,"intervalMillis":1000,"cpuPercentPerCore":[10.5,99],"networkReceivedBytesPerSecond":5,
                 "networkSentBytesPerSecond":6,"memoryUsedBytes":7,"memoryTotalBytes":8,"futureField":{},
                 "disks":[{"device":"vda","readBytesPerSecond":1,"writtenBytesPerSecond":2,"busyPercent":0.5}],
                 "node":{"usedBytes":1000,"capacityBytes":%d,"chunks":3,"counters":{"writes":4}}}
                """.formatted(GIB));

        assertThat(answer.status()).isEqualTo(204);
        JsonNode shown = controller.get("/api/v1/nodes/" + node.id()).json();
        assertThat(shown.get("usedBytes").asLong()).isEqualTo(1000);
        assertThat(shown.get("report").get("node").get("counters").get("writes").asLong())
                .isEqualTo(4);
        assertThat(shown.get("reportedAt").asString()).isNotEmpty();
        controller.postAsService(
                "/api/v1/nodes/" + node.id() + "/reports",
                "{\"timestampMillis\":2,\"intervalMillis\":1000,\"node\":{\"usedBytes\":0,\"capacityBytes\":1}}");
        assertThat(tier("dram").get("usedBytes").asLong()).isZero();
        assertThat(tier("dram").get("peakUsedBytes").asLong()).isEqualTo(1000);
        assertThat(tier("dram").get("freeBytes").asLong()).isEqualTo(TOTAL_GIB * GIB);
        assertProblem(
                controller.postAsService("/api/v1/nodes/77/reports", "{\"timestampMillis\":2,\"intervalMillis\":1}"),
                404,
                "node-not-found");
    }

    @Test
    void shouldTellANodeWhatItMustKnow() {
        String id = register("{\"name\":\"sort\"}").get("id").asString();
        controller.delete("/api/v1/jobs/" + id);

        JsonNode answer = controller
                .postAsService("/api/v1/nodes", """
                        {"nodeId":%d,"incarnation":11,"tier":"dram","address":"127.0.0.1:7001","capacityBytes":%d,
                         "machine":"m","metricsAddress":"127.0.0.1:9000"}
                        """.formatted(node.id(), GIB))
                .json();

        assertThat(answer.get("nodeId").asInt()).isEqualTo(node.id());
        assertThat(answer.get("shards").get(0).get("logId").asLong()).isEqualTo(5);
        assertThat(answer.get("tombstones")).isNotEmpty();
        assertThat(answer.get("tombstones").get(0).get("untilEpochSeconds").asLong())
                .isGreaterThan(Instant.now().getEpochSecond());
    }

    @Test
    void shouldShowEveryTierAlsoEmptyOnes() {
        assertThat(controller.get("/api/v1/tiers").json()).hasSize(4);
        assertThat(tier("dram").get("capacityBytes").asLong()).isEqualTo(TOTAL_GIB * GIB);
        assertThat(tier("hdd").get("nodes").asInt()).isZero();
    }

    @Test
    void shouldDescribeItself() {
        JsonNode description = controller.get("/v3/api-docs").json();

        assertThat(description.get("paths").propertyNames())
                .contains(
                        "/api/v1/jobs",
                        "/api/v1/jobs/{id}",
                        "/api/v1/nodes",
                        "/api/v1/nodes/{id}",
                        "/api/v1/nodes/{id}/reports",
                        "/api/v1/shards",
                        "/api/v1/tiers");
        assertThat(controller.get("/swagger-ui/index.html").status()).isEqualTo(200);
    }

    @Test
    void shouldBeWatched() {
        register("{\"name\":\"sort\"}");

        assertThat(controller.get("/actuator/health/liveness").status()).isEqualTo(200);
        assertThat(controller.get("/actuator/health/readiness").status()).isEqualTo(200);
        assertThat(controller.get("/actuator/info").status()).isEqualTo(200);
        Answer scraped = controller.get("/actuator/prometheus");
        assertThat(scraped.contentType()).startsWith("text/plain");
        assertThat(scraped.text())
                .contains("pocket_jobs 1.0")
                .contains("pocket_nodes{state=\"up\",tier=\"dram\",} 2.0")
                .contains("pocket_registrations_total{outcome=\"registered\",}")
                .contains("pocket_push_latency_seconds_bucket{message=\"job_put\"")
                .contains("jvm_memory_used_bytes");
    }

    private static JsonNode register(String body) {
        Answer answer = controller.post("/api/v1/jobs", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private static JsonNode tier(String name) {
        for (JsonNode tier : controller.get("/api/v1/tiers").json()) {
            if (tier.get("tier").asString().equals(name)) {
                return tier;
            }
        }
        throw new AssertionError("no tier " + name);
    }

    private static long sum(JsonNode entries, String field) {
        long sum = 0;
        for (JsonNode entry : entries) {
            sum += entry.get(field).asLong();
        }
        return sum;
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.json().get("code").asString()).isEqualTo(code);
        assertThat(answer.json().get("type").asString()).isEqualTo("urn:pocket:problem:" + code);
        assertThat(answer.json().get("remedy").asString()).isNotEmpty();
    }
}
