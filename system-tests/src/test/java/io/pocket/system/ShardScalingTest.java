package io.pocket.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.client.ClientOptions;
import io.pocket.client.JobRequest;
import io.pocket.client.JobTicket;
import io.pocket.client.PocketClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whether shards scale: metadata operations per second of the shards' CPU, with three buckets on one shard and with each on its own. In a
 * cluster each shard has a machine, here they share one; so clients go to one bucket after the other, and a shard has the machine for
 * itself in its turn. With all buckets at once, processes push each other out of caches and find fewer requests at a time: told, not judged.
 * Takes minutes and wants a quiet machine:
 * {@code ./pocket test slow ShardScalingTest}.
 */
@Tag("slow")
class ShardScalingTest {
    private static final List<String> SHARDS = List.of("shard-1", "shard-2", "shard-3");
    private static final List<String> BUCKETS = List.of("a", "b", "c");
    private static final int CLIENTS = Integer.getInteger("pocket.measure.clients", 16);
    private static final int ROUNDS = Integer.getInteger("pocket.measure.rounds", 7);
    private static final int CALLS = Integer.getInteger("pocket.measure.calls", 2_000);
    private static final int WARM_UP_ROUNDS = 4;
    private static final double RATIO_WANTED = 0.95;
    private static final double TICKS_PER_SECOND = 100;
    private static final long DEADLINE_MINUTES = 5;

    @Test
    void shouldCarryOutAsManyOperationsPerCpuSecondOnThreeShardsAsOnOne() throws Exception {
        try (TestCluster cluster = TestCluster.start(SHARDS.size(), 1, 64 << 20);
                ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            Load load = new Load(cluster, threads);
            JobTicket onThree = cluster.register("three");
            JobTicket onOne = cluster.register(JobRequest.named("one").shards(1));
            load.rounds(onOne, onThree, WARM_UP_ROUNDS);

            Figures figures = load.rounds(onOne, onThree, ROUNDS);

            System.out.println(figures);
            assertThat(figures.ratioInTurn()).isGreaterThanOrEqualTo(RATIO_WANTED);
        }
    }

    /** Operations per CPU second, by round. */
    private record Figures(
            List<Double> oneInTurn, List<Double> threeInTurn, List<Double> oneTogether, List<Double> threeTogether) {
        Figures() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        double ratioInTurn() {
            return median(threeInTurn) / median(oneInTurn);
        }

        @Override
        public String toString() {
            return "metadata operations per CPU second of the shards, median of each round's"
                    + line("one bucket after the other", oneInTurn, threeInTurn)
                    + line("all buckets at once", oneTogether, threeTogether);
        }

        private static String line(String how, List<Double> one, List<Double> three) {
            return String.format(
                    "%n  %-27s one shard %.0f %s, three shards %.0f %s, ratio %.3f",
                    how, median(one), rounded(one), median(three), rounded(three), median(three) / median(one));
        }

        private static double median(List<Double> values) {
            return values.stream().sorted().toList().get(values.size() / 2);
        }

        private static List<Long> rounded(List<Double> values) {
            return values.stream().map(Math::round).toList();
        }
    }

    /** Clients in a closed loop. */
    private record Load(TestCluster cluster, ExecutorService threads) {
        Figures rounds(JobTicket onOne, JobTicket onThree, int rounds) throws Exception {
            Figures figures = new Figures();
            for (int i = 0; i < rounds; i++) {
                figures.oneInTurn().add(inTurn(onOne));
                figures.threeInTurn().add(inTurn(onThree));
                figures.oneTogether().add(together(onOne));
                figures.threeTogether().add(together(onThree));
            }
            return figures;
        }

        private double inTurn(JobTicket job) throws Exception {
            double before = cpuSeconds(cluster);
            for (String bucket : BUCKETS) {
                runClients(job, List.of(bucket));
            }
            return callsPerRound() / (cpuSeconds(cluster) - before);
        }

        private double together(JobTicket job) throws Exception {
            double before = cpuSeconds(cluster);
            runClients(job, BUCKETS);
            return callsPerRound() / (cpuSeconds(cluster) - before);
        }

        private static double callsPerRound() {
            return 3.0 * CLIENTS * CALLS * BUCKETS.size();
        }

        private void runClients(JobTicket job, List<String> buckets) throws Exception {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                String name = "/client-" + client;
                running.add(threads.submit(() -> callRoundRobin(job, buckets, name)));
            }
            for (Future<?> each : running) {
                each.get(DEADLINE_MINUTES, TimeUnit.MINUTES);
            }
        }

        private static void callRoundRobin(JobTicket job, List<String> buckets, String name) {
            byte[] small = new byte[100];
            try (PocketClient pocket =
                    PocketClient.connect(job.connectionString(), ClientOptions.DEFAULTS.withLanes(1))) {
                for (int i = 0; i < CALLS; i++) {
                    for (String bucket : buckets) {
                        pocket.put(bucket + name, small);
                        pocket.get(bucket + name);
                        pocket.delete(bucket + name);
                    }
                }
            }
        }
    }

    private static double cpuSeconds(TestCluster cluster) {
        return SHARDS.stream()
                .mapToDouble(shard -> cpuSeconds(
                        cluster.processes().processes().process(shard).pid()))
                .sum();
    }

    /** User and system time: fields 14 and 15, of which the second is the name, in brackets. */
    private static double cpuSeconds(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(afterName[11]) + Long.parseLong(afterName[12])) / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
