package io.pocket.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.client.JobTicket;
import io.pocket.simulator.history.History;
import io.pocket.simulator.history.HistoryChecker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Many clients at once against real processes; the model checks what they saw. */
class ModelTest {
    private static final int CLIENTS = 64;
    private static final int OPERATIONS = 10_000;
    private static final int OPERATIONS_WITH_KILLS = 2_000;
    private static final List<String> VICTIMS = List.of("shard-1", "node-dram-1", "shard-1", "node-dram-2");
    private static final long FIRST_CONTENT_ID = 1L << 32;
    private static final String BUCKET = "model";
    private static final int NAMES = 500;
    private static final long DEADLINE_MINUTES = 10;

    @Test
    void shouldExplainWhatSixtyFourClientsSawAndFreeWhatTheyDelete() throws Exception {
        try (TestCluster cluster = TestCluster.start(2, 1L << 30)) {
            JobTicket job = cluster.register("model");
            History history = runClients(job, OPERATIONS, running -> {});

            assertThat(history.size()).isEqualTo((long) CLIENTS * OPERATIONS);
            assertThat(HistoryChecker.check(history)).isEmpty();
            deleteAll(job, history);
            assertThat(cluster.becomesEmpty())
                    .as("every tier is back to zero bytes")
                    .isTrue();
            cluster.deregister(job);
        }
    }

    /** What a killed node had taken and its client wrote again elsewhere stays until the job ends or the audit comes by. */
    @Test
    void shouldExplainWhatClientsSawWhileShardAndNodeWereKilled() throws Exception {
        try (TestCluster cluster = TestCluster.start(2, 1L << 30)) {
            JobTicket job = cluster.register("killed");
            History history = runClients(job, OPERATIONS_WITH_KILLS, running -> killAndRestart(cluster, running));

            assertThat(history.size()).isEqualTo((long) CLIENTS * OPERATIONS_WITH_KILLS);
            assertThat(HistoryChecker.check(history)).isEmpty();
            cluster.deregister(job);
            assertThat(cluster.becomesEmpty())
                    .as("every tier is back to zero bytes")
                    .isTrue();
        }
    }

    private static History runClients(JobTicket job, int operations, Consumer<History> meanwhile)
            throws InterruptedException, ExecutionException, TimeoutException {
        History history = new History();
        AtomicLong contentIds = new AtomicLong(FIRST_CONTENT_ID);
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int id = 0; id < CLIENTS; id++) {
                int client = id;
                running.add(threads.submit(() -> runClient(client, job, history, contentIds, operations)));
            }
            meanwhile.accept(history);
            for (Future<?> each : running) {
                each.get(DEADLINE_MINUTES, TimeUnit.MINUTES);
            }
        }
        return history;
    }

    private static void runClient(int id, JobTicket job, History history, AtomicLong contentIds, int operations) {
        try (ModelClient client = new ModelClient(id, BUCKET, job.connectionString(), history, contentIds, NAMES)) {
            client.run(operations);
        }
    }

    private static void killAndRestart(TestCluster cluster, History history) {
        long step = (long) CLIENTS * OPERATIONS_WITH_KILLS / (VICTIMS.size() + 2);
        int done = 0;
        for (String victim : VICTIMS) {
            long until = ++done * step;
            assertThat(TestCluster.eventually(() -> history.size() >= until, Duration.ofMinutes(DEADLINE_MINUTES)))
                    .isTrue();
            cluster.processes().kill(victim);
            cluster.processes().restart(victim);
        }
    }

    private static void deleteAll(JobTicket job, History history) {
        AtomicLong noContent = new AtomicLong();
        try (ModelClient client = new ModelClient(CLIENTS, BUCKET, job.connectionString(), history, noContent, NAMES)) {
            client.deleteAll();
        }
    }
}
