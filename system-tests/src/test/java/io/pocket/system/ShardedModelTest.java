package io.pocket.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.client.JobTicket;
import io.pocket.simulator.history.History;
import io.pocket.simulator.history.HistoryChecker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Clients of three buckets, each on a shard of its own, while every shard is killed in turn; each shard's serial order is checked by itself. */
class ShardedModelTest {
    private static final List<String> SHARDS = List.of("shard-1", "shard-2", "shard-3");
    private static final List<String> BUCKETS = List.of("a", "b", "c");
    private static final int CLIENTS_PER_BUCKET = 8;
    private static final int OPERATIONS = 1_000;
    private static final int NAMES = 100;
    private static final long FIRST_CONTENT_ID = 1L << 32;
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    private final Map<String, History> histories = new TreeMap<>();
    private final AtomicLong contentIds = new AtomicLong(FIRST_CONTENT_ID);

    @Test
    void shouldExplainWhatClientsOfEachShardSawWhileEveryShardWasKilled() throws Exception {
        BUCKETS.forEach(bucket -> histories.put(bucket, new History()));
        try (TestCluster cluster = TestCluster.start(SHARDS.size(), 1, 1L << 30);
                ExecutorService threads = Executors.newFixedThreadPool(BUCKETS.size() * CLIENTS_PER_BUCKET)) {
            JobTicket job = cluster.register("sharded");
            List<Future<?>> running = new ArrayList<>();
            for (int id = 0; id < BUCKETS.size() * CLIENTS_PER_BUCKET; id++) {
                int client = id;
                running.add(threads.submit(() -> runClient(client, job)));
            }
            killEach(cluster);
            for (Future<?> each : running) {
                each.get(DEADLINE.toMinutes(), TimeUnit.MINUTES);
            }

            assertThat(histories.values()).allSatisfy(history -> {
                assertThat(history.size()).isEqualTo((long) CLIENTS_PER_BUCKET * OPERATIONS);
                assertThat(HistoryChecker.check(history)).isEmpty();
            });
            cluster.deregister(job);
            assertThat(cluster.becomesEmpty())
                    .as("every tier is back to zero bytes")
                    .isTrue();
        }
    }

    private void runClient(int id, JobTicket job) {
        String bucket = BUCKETS.get(id % BUCKETS.size());
        try (ModelClient client =
                new ModelClient(id, bucket, job.connectionString(), histories.get(bucket), contentIds, NAMES)) {
            client.run(OPERATIONS);
        }
    }

    private void killEach(TestCluster cluster) {
        long step = (long) BUCKETS.size() * CLIENTS_PER_BUCKET * OPERATIONS / (SHARDS.size() + 2);
        long until = 0;
        for (String victim : SHARDS) {
            until += step;
            long reached = until;
            assertThat(TestCluster.eventually(() -> done() >= reached, DEADLINE))
                    .isTrue();
            cluster.processes().kill(victim);
            cluster.processes().restart(victim);
        }
    }

    private long done() {
        return histories.values().stream().mapToLong(History::size).sum();
    }
}
