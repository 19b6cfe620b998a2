package io.pocket.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.data.memory.HeapChunkStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that does nothing but change the log is killed; what it leaves must be consistent. */
class MappedIndexLogKillTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    @Timeout(30)
    void shouldBeConsistentAfterAKill(int seed) throws IOException, InterruptedException {
        Path file = directory.resolve("index");
        runAndKill(file, seed);
        try (MappedIndexLog log = KilledWriter.open(file, 2)) {
            assertThat(log.incarnation()).isEqualTo(1);
            for (IndexLogContract.Entry entry : IndexLogContract.entries(log)) {
                assertThat(entry.uploadId()).isEqualTo(~entry.extent());
                assertThat(entry.job()).isEqualTo(entry.extent() ^ entry.lengthBytes());
            }
            // Throws if two chunks overlap.
            ChunkIndex index =
                    new ChunkIndex(new HeapChunkStore((int) KilledWriter.CAPACITY, KilledWriter.UNIT), log, 0, 0);
            assertThat(index.chunks()).isPositive();
        }
    }

    private static void runAndKill(Path file, int seed) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        file.toString(),
                        Integer.toString(seed))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("busy");
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
}
