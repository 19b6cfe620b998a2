package io.pocket.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.protocol.token.ClusterKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real process, as a launcher starts it. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc and sends SIGTERM")
@Timeout(60)
class MonitorProcessTest {
    private static final int BAD_COMMAND_LINE = 2;
    private static final int CANNOT_START = 1;
    private static final int ENDED_BY_SIGTERM = 128 + 15;

    @TempDir
    private Path folder;

    private Process process;

    @AfterEach
    void endProcess() {
        process.destroyForcibly();
    }

    @Test
    void shouldSayReadyAndEndOnSigterm() throws Exception {
        Path key =
                Files.writeString(folder.resolve("key"), ClusterKey.generate().toHex());
        start("--controller=http://127.0.0.1:1", "--cluster-key-file=" + key, "--node-dir=" + folder);

        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).matches("READY metrics=http://127\\.0\\.0\\.1:[0-9]+/metrics");
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(process.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
    }

    @Test
    void shouldSayInOneLineWhyItCannotStart() throws Exception {
        start("--controller=http://127.0.0.1:1", "--cluster-key-file=/nowhere/key", "--node-dir=" + folder);

        assertThat(errorLines().getLast())
                .startsWith("pocket-monitor cannot start: ")
                .contains("/nowhere/key");
        assertThat(process.waitFor()).isEqualTo(CANNOT_START);
    }

    @Test
    void shouldExplainBadCommandLine() throws Exception {
        start("--controller=http://127.0.0.1:1", "--cluster-key-file=k", "--node-dir=n", "--interval=1");

        assertThat(errorLines()).anyMatch(line -> line.contains("'1' is no duration"));
        assertThat(process.waitFor()).isEqualTo(BAD_COMMAND_LINE);
    }

    private void start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx16m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                MonitorMain.class.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).start();
    }

    private List<String> errorLines() throws IOException {
        try (BufferedReader err = process.errorReader()) {
            return err.lines().toList();
        }
    }
}
