package io.pocket.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pocket.client.GetOptions;
import io.pocket.client.JobTicket;
import io.pocket.client.NoSuchObjectException;
import io.pocket.client.ObjectChangedException;
import io.pocket.client.PocketClient;
import io.pocket.client.PocketInputStream;
import io.pocket.client.PocketOutputStream;
import io.pocket.client.PutOptions;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Objects that are read while they are written, through real processes. */
class StreamTest {
    private static final int FOLLOWERS = 3;
    private static final int SIZE = 40 << 20;
    private static final int PART = 5 << 20;
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final PutOptions READABLE =
            PutOptions.NONE.withReadableWhileWritten().withDeadline(DEADLINE);
    private static final GetOptions FOLLOW =
            GetOptions.NONE.withFollow().withAwait(Duration.ofSeconds(30)).withDeadline(DEADLINE);

    private static TestCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = TestCluster.start(2, 256L << 20);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    private static byte[] content() {
        byte[] content = new byte[SIZE];
        new Random(7).nextBytes(content);
        return content;
    }

    /**
     * Writer and followers go in step, so each part was read before the next one was written. In between node and shard are killed and
     * come back.
     */
    @Test
    void shouldLetFollowersReadAlongWhileProcessesAreKilled() throws Exception {
        byte[] content = content();
        JobTicket job = cluster.register("stream");
        Phaser parts = new Phaser(FOLLOWERS + 1);
        try (PocketClient pocket = PocketClient.connect(job.connectionString());
                ExecutorService threads = Executors.newFixedThreadPool(FOLLOWERS)) {
            List<Future<byte[]>> followers = new ArrayList<>();
            for (int i = 0; i < FOLLOWERS; i++) {
                followers.add(threads.submit(() -> followInStep(pocket, parts)));
            }
            PocketOutputStream out = pocket.openForWrite("s/large", READABLE);
            for (int from = 0; from < SIZE; from += PART) {
                out.write(content, from, PART);
                out.flush();
                awaitAll(parts);
                assertThat(pocket.exists("s/large")).as("nobody else sees it").isFalse();
                assertThat(pocket.count("s/")).isZero();
                killOneAt(from / PART);
            }
            out.close();
            parts.arriveAndDeregister();
            for (Future<byte[]> follower : followers) {
                assertThat(Arrays.equals(follower.get(2, TimeUnit.MINUTES), content))
                        .isTrue();
            }
            assertThat(Arrays.equals(pocket.get("s/large"), content)).isTrue();
            try (PocketInputStream late = pocket.open("s/large", GetOptions.NONE.withFollow())) {
                assertThat(Arrays.equals(late.readAllBytes(), content)).isTrue();
            }
            pocket.delete("s/large");
        }
        assertThat(cluster.becomesEmpty()).isTrue();
        cluster.deregister(job);
    }

    private static void killOneAt(int part) {
        String victim = switch (part) {
            case 2 -> "node-dram-1";
            case 4 -> "shard-1";
            default -> null;
        };
        if (victim != null) {
            cluster.processes().kill(victim);
            cluster.processes().restart(victim);
        }
    }

    private static void awaitAll(Phaser parts) throws Exception {
        parts.awaitAdvanceInterruptibly(parts.arrive(), DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    private static byte[] followInStep(PocketClient pocket, Phaser parts) throws Exception {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 << 10];
        try (PocketInputStream in = pocket.open("s/large", FOLLOW)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                int partsBefore = got.size() / PART;
                got.write(buffer, 0, count);
                if (got.size() / PART > partsBefore) {
                    awaitAll(parts);
                }
            }
        }
        return got.toByteArray();
    }

    @Test
    void shouldFailFollowersAndLeaveNothingWhenTheWriterIsKilled() throws Exception {
        JobTicket job = cluster.register("killed-writer");
        Process writer = startWriter(job, "s/orphan", PART);
        try (PocketClient pocket = PocketClient.connect(job.connectionString());
                PocketInputStream in = pocket.open("s/orphan", FOLLOW)) {
            assertThat(in.readNBytes(PART)).hasSize(PART);
            writer.destroyForcibly().waitFor();

            // The shard lets its upload expire after a minute.
            assertThatExceptionOfType(ObjectChangedException.class).isThrownBy(in::read);

            assertThatExceptionOfType(NoSuchObjectException.class)
                    .isThrownBy(() -> pocket.open("s/orphan", GetOptions.NONE.withFollow()));
            assertThat(cluster.becomesEmpty()).isTrue();
            pocket.put("s/orphan", new byte[10]);
            assertThat(pocket.get("s/orphan")).hasSize(10);
        } finally {
            writer.destroyForcibly();
        }
        cluster.deregister(job);
    }

    private static Process startWriter(JobTicket job, String name, int bytes) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StreamWriterMain.class.getName(),
                        job.connectionString(),
                        name,
                        Integer.toString(bytes))
                .redirectError(Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        assertThat(output.readLine()).isEqualTo(StreamWriterMain.READY);
        return process;
    }

    @Test
    void shouldHandAStreamOverToTheNextWriterOfTheName() throws Exception {
        JobTicket job = cluster.register("taken-over");
        try (PocketClient pocket = PocketClient.connect(job.connectionString())) {
            PocketOutputStream first = pocket.openForWrite("s/log", READABLE);
            first.write(new byte[PART]);
            first.flush();
            PocketInputStream in = pocket.open("s/log", FOLLOW);
            assertThat(in.read()).isZero();

            PocketOutputStream second = pocket.openForWrite("s/log", READABLE);
            second.write("second".getBytes(StandardCharsets.UTF_8));
            second.flush();

            assertThatExceptionOfType(ObjectChangedException.class).isThrownBy(in::readAllBytes);
            PocketInputStream next = pocket.open("s/log", FOLLOW);
            assertThat(new String(next.readNBytes(6), StandardCharsets.UTF_8)).isEqualTo("second");
            second.write(" end".getBytes(StandardCharsets.UTF_8));
            second.close();
            assertThat(new String(next.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(" end");
            first.abandon();
            in.close();
            next.close();
        }
        cluster.deregister(job);
        assertThat(cluster.becomesEmpty()).isTrue();
    }
}
