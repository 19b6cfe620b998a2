package io.pocket.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.cli.cluster.ChildProcess;
import io.pocket.client.JobTicket;
import io.pocket.client.PocketClient;
import io.pocket.protocol.ConnectionString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand awaits parked on one shard, a hundred on each of a hundred connections.
 *
 * <p>How they are measured: one client puts the awaited names one after the other; one thread reads all the connections that wait. A
 * wake-up's time runs from the commit's answer at the writer to the await's answer at the reader, by the clock of this process, which is both;
 * it is 0 when the await's answer came first. CPU is what the kernel counts for the shard's process in {@code /proc/PID/stat}, in ticks
 * of 10 ms.
 */
@Tag("slow")
class ParkedAwaitsTest {
    private static final int CONNECTIONS = 100;
    private static final int AWAITS = 10_000;
    private static final int AWAIT_MILLIS = 290_000;
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final double TICKS_PER_SECOND = 100;

    private final List<String> names =
            IntStream.range(0, AWAITS).mapToObj(i -> "parked/" + i).toList();

    @Test
    void shouldWakeWithinMillisecondsAndCostNothingWhileIdle() throws Exception {
        try (TestCluster cluster = TestCluster.start(1, 64L << 20)) {
            JobTicket job = cluster.register("parked");
            var token = ConnectionString.parse(job.connectionString()).token();
            try (PocketClient pocket = PocketClient.connect(job.connectionString());
                    ParkedReaders readers = new ParkedReaders(cluster.shardOf(job), token, CONNECTIONS, AWAITS)) {
                warmUp(pocket);
                readers.park(names, AWAIT_MILLIS);
                assertThat(TestCluster.eventually(() -> parked(cluster) >= AWAITS, Duration.ofSeconds(30)))
                        .isTrue();
                double idlePercent = cpuPercent(cluster.processes().processes().process("shard-1"));
                CompletableFuture<Boolean> all = CompletableFuture.supplyAsync(() -> readAll(readers));
                long[] committedNanos = putAll(pocket);

                assertThat(all.join()).as("all awaits are answered").isTrue();
                double[] millis = wakeUps(readers, committedNanos);
                double p99 = millis[AWAITS * 99 / 100];
                System.out.printf(
                        "%d awaits parked on %d connections: the idle shard took %.2f %% of a core over %d s;"
                                + " woken after the commit's answer p50 %.3f ms, p99 %.3f ms, max %.3f ms%n",
                        AWAITS,
                        CONNECTIONS,
                        idlePercent,
                        IDLE.toSeconds(),
                        millis[AWAITS / 2],
                        p99,
                        millis[AWAITS - 1]);
                assertThat(p99).isLessThanOrEqualTo(5);
                assertThat(idlePercent).isLessThanOrEqualTo(1);
            }
        }
    }

    private static boolean readAll(ParkedReaders readers) {
        try {
            return readers.readAll(Duration.ofMinutes(2));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compilers of both processes have done most of their work by then. */
    private static void warmUp(PocketClient pocket) {
        for (int i = 0; i < 10_000; i++) {
            pocket.put("warm/" + i % 100, new byte[100]);
        }
    }

    private long[] putAll(PocketClient pocket) {
        long[] committedNanos = new long[AWAITS];
        for (int i = 0; i < AWAITS; i++) {
            pocket.put(names.get(i), new byte[100]);
            committedNanos[i] = System.nanoTime();
        }
        return committedNanos;
    }

    private static double[] wakeUps(ParkedReaders readers, long[] committedNanos) {
        double[] millis = new double[AWAITS];
        for (int i = 0; i < AWAITS; i++) {
            millis[i] = Math.max(0, readers.arrivedNanos(i) - committedNanos[i]) / 1e6;
        }
        Arrays.sort(millis);
        return millis;
    }

    /** As the shard's own metrics say: requests that the client has sent may still be on their way. */
    private static double parked(TestCluster cluster) {
        URI metrics = cluster.processes().addresses().stream()
                .filter(address ->
                        address.process().equals("shard-1") && address.what().equals("metrics"))
                .map(address -> URI.create(address.address()))
                .findFirst()
                .orElseThrow();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(metrics)
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("pocket_shard_parked "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static double cpuPercent(ChildProcess process) throws IOException, InterruptedException {
        long before = ticks(process.pid());
        long startNanos = System.nanoTime();
        assertThat(process.awaitEnd(IDLE)).as("the shard ended").isFalse();
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        return (ticks(process.pid()) - before) / TICKS_PER_SECOND / seconds * 100;
    }

    /** User and system time. The process's name, in brackets, may hold spaces. */
    private static long ticks(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
}
