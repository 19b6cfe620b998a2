package io.pocket.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.client.JobTicket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A function's process is frozen between two invocations and thawed minutes later: its connections are dead, its upload has expired, and the node
 * is another process. The next GET finds all that out within its deadline.
 */
class FrozenClientTest {
    private static final Duration CALL_DEADLINE = Duration.ofSeconds(10);

    @Test
    void shouldGetWithinItsDeadlineAfterSomeSecondsOfFreeze() throws Exception {
        freezeWhileTheNodeRestarts(Duration.ofSeconds(6));
    }

    /** Longer than every lease and time-out of client and shard. */
    @Test
    @Tag("slow")
    void shouldGetWithinItsDeadlineAfterFiveMinutesOfFreeze() throws Exception {
        freezeWhileTheNodeRestarts(Duration.ofMinutes(5));
    }

    private static void freezeWhileTheNodeRestarts(Duration freeze) throws Exception {
        try (TestCluster cluster = TestCluster.start(1, 64L << 20)) {
            JobTicket job = cluster.register("frozen");
            try (FrozenClient client = FrozenClient.start(job)) {
                assertThat(client.line()).isEqualTo(FrozenClientMain.READY);
                assertThat(client.get()).startsWith(FrozenClientMain.GOT);

                client.signal("STOP");
                cluster.processes().kill("node-dram-1");
                cluster.processes().restart("node-dram-1");
                client.assertSilentFor(freeze);
                client.signal("CONT");

                String answer = client.get();
                assertThat(answer).startsWith(FrozenClientMain.GOT);
                System.out.println("after " + freeze + " of freeze: " + answer);
            }
            cluster.deregister(job);
        }
    }

    /** The client's process, its input and its output. */
    private record FrozenClient(Process process, Writer input, BufferedReader output) implements AutoCloseable {

        static FrozenClient start(JobTicket job) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            FrozenClientMain.class.getName(),
                            job.connectionString(),
                            Long.toString(CALL_DEADLINE.toMillis()))
                    .redirectError(Redirect.INHERIT)
                    .start();
            return new FrozenClient(
                    process, process.outputWriter(StandardCharsets.UTF_8), process.inputReader(StandardCharsets.UTF_8));
        }

        String get() throws Exception {
            input.write("get\n");
            input.flush();
            return line();
        }

        /** The next line, within a call's deadline and what a busy machine takes for the start of a process. */
        String line() throws Exception {
            return nextLine().get(CALL_DEADLINE.plusSeconds(20).toMillis(), TimeUnit.MILLISECONDS);
        }

        private CompletableFuture<String> nextLine() {
            CompletableFuture<String> line = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    line.complete(output.readLine());
                } catch (IOException e) {
                    line.completeExceptionally(e);
                }
            });
            return line;
        }

        /** A frozen process says nothing, however long one waits. */
        void assertSilentFor(Duration time) throws Exception {
            assertThat(process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS))
                    .as("the frozen process ended")
                    .isFalse();
            assertThat(output.ready()).as("the frozen process said something").isFalse();
        }

        void signal(String name) throws Exception {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start();
            assertThat(kill.waitFor()).isZero();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
