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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Whether shards scale: metadata operations per second of the shards' CPU, with three buckets on one shard and with each on its own. The
 * machines of a real cluster have that CPU each; here they share one machine, so elapsed time would say nothing. Takes minutes and wants a
 * quiet machine: {@code ./mvnw -pl system-tests -am test -Dtest=ShardScalingTest -Dsurefire.failIfNoSpecifiedTests=false -Dpocket.measure=true}.
 */
@EnabledIfSystemProperty(named = "pocket.measure", matches = "true")
class ShardScalingTest {
    private static final List<String> SHARDS = List.of("shard-1", "shard-2", "shard-3");
    private static final int CLIENTS = Integer.getInteger("pocket.measure.clients", 6);
    private static final int ROUNDS = Integer.getInteger("pocket.measure.rounds", 5);
    private static final int CALLS_PER_ROUND = Integer.getInteger("pocket.measure.calls", 60_000);
    private static final int WARM_UP_ROUNDS = 3;
    private static final double RATIO_WANTED = 0.95;
    private static final double TICKS_PER_SECOND = 100;
    private static final long ROUND_DEADLINE_MINUTES = 5;

    @Test
    void shouldCarryOutAsManyOperationsPerCpuSecondOnThreeShardsAsOnOne() throws Exception {
        try (TestCluster cluster = TestCluster.start(SHARDS.size(), 1, 64 << 20);
                ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            JobTicket onThree = cluster.register("three");
            JobTicket onOne = cluster.register(JobRequest.named("one").shards(1));
            for (int i = 0; i < WARM_UP_ROUNDS; i++) {
                callsPerCpuSecond(cluster, threads, onThree);
                callsPerCpuSecond(cluster, threads, onOne);
            }

            double[] one = new double[ROUNDS];
            double[] three = new double[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                one[i] = callsPerCpuSecond(cluster, threads, onOne);
                three[i] = callsPerCpuSecond(cluster, threads, onThree);
            }

            double ratio = median(three) / median(one);
            System.out.printf(
                    "operations per CPU second: one shard %.0f %s, three shards %.0f %s, ratio %.3f%n",
                    median(one), Arrays.toString(rounded(one)), median(three), Arrays.toString(rounded(three)), ratio);
            assertThat(ratio).isGreaterThanOrEqualTo(RATIO_WANTED);
        }
    }

    private static double callsPerCpuSecond(TestCluster cluster, ExecutorService threads, JobTicket job)
            throws Exception {
        double before = cpuSeconds(cluster);
        List<Future<?>> running = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            String name = "/client-" + client;
            running.add(threads.submit(() -> callRoundRobin(job, name)));
        }
        for (Future<?> each : running) {
            each.get(ROUND_DEADLINE_MINUTES, TimeUnit.MINUTES);
        }
        return (double) CLIENTS * (CALLS_PER_ROUND / 9 * 9) / (cpuSeconds(cluster) - before);
    }

    private static void callRoundRobin(JobTicket job, String name) {
        byte[] small = new byte[100];
        try (PocketClient pocket = PocketClient.connect(job.connectionString(), ClientOptions.DEFAULTS.withLanes(1))) {
            for (int i = 0; i < CALLS_PER_ROUND / 9; i++) {
                for (String bucket : List.of("a", "b", "c")) {
                    pocket.put(bucket + name, small);
                    pocket.get(bucket + name);
                    pocket.delete(bucket + name);
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

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static long[] rounded(double[] values) {
        return Arrays.stream(values).mapToLong(Math::round).toArray();
    }
}
