package io.pocket.metadata.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten million objects with 32-byte names, a chunk and a time to live each, in a process of their own. */
@Tag("slow")
class RecordTableTest {
    private static final String OBJECTS = "10000000";
    private static final String OPERATIONS = "1000000";
    private static final long DEADLINE_MINUTES = 15;
    private static final Pattern RESULT =
            Pattern.compile("RESULT bytes=(\\d+) record-bytes=(\\d+) cpu-micros=(\\d+) collection-millis=(\\d+)");

    @TempDir
    private Path directory;

    /** Pauses are counted in the owner's own time and the collector's, so that other processes do not count. */
    @Test
    void shouldTakeLittleMemoryAndPauseNobody() throws Exception {
        Matcher result = RESULT.matcher(run());

        assertThat(result.find()).as("a result").isTrue();
        assertThat(Long.parseLong(result.group(1)))
                .as("resident bytes an object, mapped files and the heap's growth included")
                .isLessThanOrEqualTo(160);
        assertThat(Long.parseLong(result.group(3)))
                .as("microseconds of the longest round, snapshots included")
                .isLessThanOrEqualTo(10_000);
        assertThat(Long.parseLong(result.group(4)))
                .as("milliseconds of the longest collection")
                .isLessThanOrEqualTo(10);
    }

    private String run() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:MaxDirectMemorySize=2g",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RecordTableMain.class.getName(),
                        OBJECTS,
                        OPERATIONS,
                        directory.resolve("journal").toString()))
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES)).isTrue();
            System.out.println(output);
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
