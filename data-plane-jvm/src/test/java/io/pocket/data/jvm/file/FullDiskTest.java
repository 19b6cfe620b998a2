package io.pocket.data.jvm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file system that is really full: mounted in a name space of its own, which ends with the process that uses it. */
@Timeout(60)
class FullDiskTest {

    private static final Pattern RESULT = Pattern.compile("before (\\d+) after (\\d+) by (\\S+) full (\\d+)");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSayFullLoseNothingAndGoOnWhenThereIsRoom(boolean ioUring) throws Exception {
        assumeTrue(canMount(), "this machine lets no process mount a file system");
        Process process = mounted(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                FullDiskMain.class.getName(),
                folder.toString(),
                Boolean.toString(ioUring)));
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        Matcher result = RESULT.matcher(output);
        assertThat(result.find()).as(output).isTrue();
        assertThat(Integer.parseInt(result.group(1))).as("chunks before").isPositive();
        assertThat(Integer.parseInt(result.group(2)))
                .as("chunks in the room that was made")
                .isBetween((1 << 20) / FullDiskMain.CHUNK_BYTES, (3 << 20) / FullDiskMain.CHUNK_BYTES);
        assertThat(result.group(4)).isEqualTo("2");
    }

    private boolean canMount() throws InterruptedException {
        try {
            return mounted(List.of("true")).waitFor() == 0;
        } catch (IOException e) {
            return false; // There is no unshare(1).
        }
    }

    private Process mounted(List<String> command) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o size=8m tmpfs '" + folder + "' && exec \"$@\"",
                "sh"));
        all.addAll(command);
        return new ProcessBuilder(all).redirectErrorStream(true).start();
    }
}
