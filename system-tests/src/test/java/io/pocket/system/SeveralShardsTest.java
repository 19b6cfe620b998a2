package io.pocket.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.client.JobRequest;
import io.pocket.client.JobTicket;
import io.pocket.client.ObjectInfo;
import io.pocket.client.PocketClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A job whose buckets live on three shards, each a process. */
class SeveralShardsTest {
    private static final List<String> SHARDS = List.of("shard-1", "shard-2", "shard-3");
    private static final List<String> BUCKETS = List.of("a", "b", "c");
    private static final int CALLS = 100;
    private static final byte[] SMALL = new byte[100];
    private static final byte[] LARGE = new byte[20_000];

    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        cluster = TestCluster.start(SHARDS.size(), 1, 64 << 20);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static Map<String, Long> clientRequests() {
        Map<String, Long> requests = new HashMap<>();
        for (String shard : SHARDS) {
            requests.put(shard, (long) cluster.metric(shard, "pocket_shard_client_requests_total"));
        }
        return requests;
    }

    /** Requests that each shard got meanwhile; those that got none are left out. */
    private static Map<String, Long> requestsOf(Runnable calls) {
        Map<String, Long> before = clientRequests();
        calls.run();
        Map<String, Long> after = clientRequests();
        after.replaceAll((shard, count) -> count - before.get(shard));
        after.values().removeIf(count -> count == 0);
        return after;
    }

    @Test
    void shouldTouchNoShardThatACallNeedsNot() {
        JobTicket job = cluster.register("touch");
        try (PocketClient pocket = PocketClient.connect(job.connectionString())) {
            BUCKETS.forEach(bucket -> pocket.put(bucket + "/first", SMALL));
            List<String> touched = new ArrayList<>();
            for (String bucket : BUCKETS) {
                Map<String, Long> requests = requestsOf(() -> {
                    for (int i = 0; i < CALLS; i++) {
                        pocket.put(bucket + "/x", SMALL);
                        pocket.get(bucket + "/x");
                        pocket.count(bucket + "/");
                        pocket.delete(bucket + "/x");
                    }
                });

                assertThat(requests.values()).containsExactly(4L * CALLS);
                touched.addAll(requests.keySet());
            }
            assertThat(touched).containsExactlyInAnyOrderElementsOf(SHARDS);
        }
        cluster.deregister(job);
    }

    @Test
    void shouldAskNobodyForBucketsWhileTheJobHasOneShard() {
        JobTicket job = cluster.register(JobRequest.named("one").shards(1));
        try (PocketClient pocket = PocketClient.connect(job.connectionString())) {
            Map<String, Long> requests =
                    requestsOf(() -> BUCKETS.forEach(bucket -> pocket.put(bucket + "/first", SMALL)));

            assertThat(requests.values()).containsExactly((long) BUCKETS.size());
        }
        cluster.deregister(job);
    }

    @Test
    void shouldListAndCountOverAllShardsInTheOrderOfNames() {
        JobTicket job = cluster.register("list");
        try (PocketClient pocket = PocketClient.connect(job.connectionString())) {
            List<String> names = List.of("a-/1", "a.b/1", "a/1", "a/2", "a0/1", "b/1");
            names.reversed().forEach(name -> pocket.put(name, SMALL));

            assertThat(pocket.buckets()).containsExactly("a-", "a.b", "a", "a0", "b");
            assertThat(pocket.list("").stream().map(ObjectInfo::name)).containsExactlyElementsOf(names);
            assertThat(pocket.count("")).isEqualTo(names.size());
            assertThat(pocket.count("a/")).isEqualTo(2);
        }
        cluster.deregister(job);
    }

    @Test
    void shouldGoOnAfterAnyShardWasKilledAndFreeAllBytesInTheEnd() {
        JobTicket job = cluster.register("kill");
        try (PocketClient pocket = PocketClient.connect(job.connectionString())) {
            for (String victim : SHARDS) {
                BUCKETS.forEach(bucket -> pocket.put(bucket + "/large", LARGE));
                cluster.processes().kill(victim);
                cluster.processes().restart(victim);
                BUCKETS.forEach(bucket ->
                        assertThat(pocket.get(bucket + "/large")).as(victim).hasSize(LARGE.length));
            }
            assertThat(pocket.count("")).isEqualTo(BUCKETS.size());
            BUCKETS.forEach(bucket -> pocket.delete(bucket + "/large"));
        }
        try (PocketClient later = PocketClient.connect(job.connectionString())) {
            assertThat(later.buckets()).containsExactlyElementsOf(BUCKETS);
        }
        assertThat(cluster.becomesEmpty())
                .as("every shard's frees reached the node")
                .isTrue();
        cluster.deregister(job);
    }
}
