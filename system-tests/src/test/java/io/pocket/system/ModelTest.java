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
import org.junit.jupiter.api.Test;

/** Many clients at once against real processes, one of which is killed and restarted now and then; the model checks what they saw. */
class ModelTest {
    private static final int CLIENTS = 64;
    private static final int OPERATIONS = 10_000;
    private static final int NAMES = 500;
    private static final long DEADLINE_MINUTES = 10;

    @Test
    void shouldExplainWhatSixtyFourClientsSawAndLeaveNothing() throws Exception {
        try (TestCluster cluster = TestCluster.start(2, 1L << 30)) {
            JobTicket job = cluster.register("model");
            History history = new History();
            AtomicLong contentIds = new AtomicLong(1L << 32);
            try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
                List<Future<?>> running = new ArrayList<>();
                for (int id = 0; id < CLIENTS; id++) {
                    int client = id;
                    running.add(threads.submit(() -> runClient(client, job, history, contentIds)));
                }
                killAndRestart(cluster, history);
                awaitAll(running);
            }

            assertThat(history.size()).isEqualTo((long) CLIENTS * OPERATIONS);
            assertThat(HistoryChecker.check(history)).isEmpty();
            deleteAll(job, history, contentIds);
            assertThat(cluster.becomesEmpty()).as("every tier is back to zero bytes").isTrue();
            cluster.deregister(job);
        }
    }

    private static void runClient(int id, JobTicket job, History history, AtomicLong contentIds) {
        try (ModelClient client = new ModelClient(id, job.connectionString(), history, contentIds, NAMES)) {
            client.run(OPERATIONS);
        }
    }

    /** {@code kill -9} of the shard and of a node while the clients work. */
    private static void killAndRestart(TestCluster cluster, History history) throws InterruptedException {
        long step = (long) CLIENTS * OPERATIONS / 5;
        int done = 0;
        for (String victim : List.of("shard-1", "node-dram-1", "shard-1")) {
            long until = ++done * step;
            assertThat(TestCluster.eventually(
                            () -> history.size() >= until, Duration.ofMinutes(DEADLINE_MINUTES)))
                    .isTrue();
            cluster.processes().kill(victim);
            cluster.processes().restart(victim);
        }
    }

    private static void awaitAll(List<Future<?>> running)
            throws InterruptedException, ExecutionException, TimeoutException {
        for (Future<?> each : running) {
            each.get(DEADLINE_MINUTES, TimeUnit.MINUTES);
        }
    }

    private static void deleteAll(JobTicket job, History history, AtomicLong contentIds) {
        try (ModelClient client = new ModelClient(CLIENTS, job.connectionString(), history, contentIds, NAMES)) {
            client.deleteAll();
        }
    }
}
