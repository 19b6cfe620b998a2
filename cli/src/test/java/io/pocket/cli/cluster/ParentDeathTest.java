package io.pocket.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the parent dies of, its children and files go with it. */
class ParentDeathTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void shouldLeaveNothingBehindWhenTheParentIsKilled() throws IOException {
        shouldLeaveNothingBehind(Process::destroyForcibly);
    }

    @Test
    void shouldLeaveNothingBehindWhenTheParentIsTerminated() throws IOException {
        shouldLeaveNothingBehind(Process::destroy);
    }

    private void shouldLeaveNothingBehind(Consumer<Process> death) throws IOException {
        Path output = folder.resolve("output");
        Process parent = startParent(output);
        try {
            boolean started = Poll.until(() -> read(output).contains("PARENT"), DEADLINE);
            assertThat(started).as(read(output)).isTrue();
            String[] words = read(output).strip().split(" ", 3);
            ProcessHandle server = ProcessHandle.of(Long.parseLong(words[1])).orElseThrow();
            Path runFolder = Path.of(words[2]);
            assertThat(server.isAlive()).isTrue();
            assertThat(runFolder).isDirectory();

            death.accept(parent);

            assertThat(Poll.until(() -> !server.isAlive(), DEADLINE))
                    .as("server ended")
                    .isTrue();
            assertThat(Poll.until(() -> !Files.exists(runFolder), DEADLINE))
                    .as("folder removed")
                    .isTrue();
        } finally {
            parent.destroyForcibly();
        }
    }

    private Process startParent(Path output) throws IOException {
        Path runFolders = Files.createDirectory(folder.resolve("run"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ParentMain.class.getName(),
                        runFolders.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
