package io.pocket.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.client.BatchResults;
import io.pocket.client.ItemResult;
import io.pocket.client.JobTicket;
import io.pocket.client.PocketClient;
import io.pocket.client.PutOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Calls on many names against a real shard and real nodes. */
class BatchTest {
    private static final int OBJECTS = 2_000;

    private static TestCluster cluster;
    private static JobTicket job;

    @BeforeAll
    static void start() {
        cluster = TestCluster.start(2, 64L << 20);
        job = cluster.register("batch");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static PocketClient connect() {
        return PocketClient.connect(job.connectionString());
    }

    /** Sizes around the inline limit of 4 KiB, empty ones and some of several chunks' worth among them. */
    private static Map<String, byte[]> objects(String bucket) {
        Random random = new Random(3);
        Map<String, byte[]> objects = new HashMap<>();
        for (int i = 0; i < OBJECTS; i++) {
            int length = i % 50 == 0 ? 4_097 + random.nextInt(60_000) : random.nextInt(4_097);
            byte[] content = new byte[i % 99 == 0 ? 0 : length];
            random.nextBytes(content);
            objects.put(bucket + "/" + i, content);
        }
        return objects;
    }

    @Test
    void shouldPutGetAndDeleteThousandsOfSmallAndSomeLargeObjects() {
        Map<String, byte[]> objects = objects("many");
        try (PocketClient pocket = connect()) {
            assertThat(pocket.putAll(objects).orThrow().size()).isEqualTo(OBJECTS);
            assertThat(pocket.count("many/")).isEqualTo(OBJECTS);

            List<String> names = new ArrayList<>(objects.keySet());
            names.add("many/none");
            BatchResults<byte[]> got = pocket.getAll(names);
            objects.forEach(
                    (name, content) -> assertThat(got.of(name).value()).as(name).isEqualTo(content));
            assertThat(got.notFound()).extracting(ItemResult::name).containsExactly("many/none");
            assertThat(got.failures()).isEmpty();

            BatchResults<Long> deleted = pocket.deleteAll(names);
            assertThat(deleted.values()).hasSize(OBJECTS);
            assertThat(pocket.count("many/")).isZero();
        }
    }

    /** Rule 4: with ifAbsent a mutation that was carried out twice would be refused the second time. */
    @Test
    void shouldPutEachExactlyOnceWhileTheShardIsKilled() {
        Map<String, byte[]> objects = objects("killed");
        try (PocketClient pocket = connect()) {
            pocket.put("killed/first", new byte[1]);
            CompletableFuture<BatchResults<Long>> putting = CompletableFuture.supplyAsync(
                    () -> pocket.putAll(objects, PutOptions.NONE.withIfAbsent().withDeadline(Duration.ofSeconds(60))));
            pocket.awaitAll("killed/", 2 + OBJECTS / 10, Duration.ofSeconds(30));
            cluster.processes().kill("shard-1");
            cluster.processes().restart("shard-1");

            putting.join().orThrow();
            assertThat(pocket.count("killed/")).isEqualTo(OBJECTS + 1);
        }
    }

    @Test
    void shouldWakeAReduceStageWhenAllItsInputsAreThere() {
        try (PocketClient pocket = connect()) {
            CompletableFuture<Long> reduce =
                    CompletableFuture.supplyAsync(() -> pocket.awaitAll("stage/part-", 300, Duration.ofSeconds(60)));
            Map<String, byte[]> parts = new HashMap<>();
            for (int i = 0; i < 299; i++) {
                parts.put("stage/part-" + i, new byte[10]);
            }
            pocket.putAll(parts).orThrow();
            assertThat(reduce).isNotDone();

            pocket.put("stage/part-299", new byte[10]);

            assertThat(reduce.join()).isEqualTo(300);
        }
    }
}
