package io.pocket.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.pocket.cli.cluster.Poll;
import io.pocket.protocol.token.ClusterKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code dockerfiles/image/run} plans the memory of a container's process by figures of its own. The plan is printed, a process is started with
 * it, and what that says it takes at most must be the container's limit: more, and the kernel would kill it some day; less, and memory lies idle.
 */
class ImageMemoryTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Path SCRIPT = Path.of(System.getProperty("pocket.home"), "dockerfiles", "image", "run");
    private static final Pattern SETTING = Pattern.compile("(POCKET_[A-Z_]+)=(.*)");
    private static final Pattern BOUND = Pattern.compile("memory: at most ([0-9]+) MiB = ");

    /** The heap's share is rounded down, once for itself and once for its tables. */
    private static final long ROUNDING_MEBIBYTES = 2;

    @TempDir
    private Path folder;

    private Path log;

    @BeforeEach
    void makeKey() throws IOException {
        log = folder.resolve("log");
        Files.writeString(folder.resolve("cluster.key"), ClusterKey.generate().toHex() + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "controller, 560",
        "controller, 4096",
        "monitor, 256",
    })
    void shouldGiveTheWholeLimitToAProcessThatIsAllJava(String image, int limit) throws Exception {
        assertBound(limit, image, MemoryBoundMain.class.getName(), Map.of());
    }

    @ParameterizedTest
    @ValueSource(ints = {768, 1024, 16384})
    void shouldGiveTheWholeLimitToAShard(int limit) throws Exception {
        assertBound(limit, "shard", "io.pocket.metadata.ShardMain", Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "dram, 432, ",
        "dram, 1024, ",
        "dram, 16384, ",
        "dram, 1024, 128m",
        "ssd, 512, 64m",
        "hdd, 512, 64m",
    })
    void shouldGiveTheWholeLimitToANode(String tier, int limit, String capacity) throws Exception {
        Map<String, String> settings = new TreeMap<>(Map.of("POCKET_NODE_TIER", tier));
        if (capacity != null) {
            settings.put("POCKET_NODE_CAPACITY", capacity);
        }
        assertBound(limit, "node", "io.pocket.data.jvm.NodeMain", settings);
    }

    @Test
    void shouldGiveTheWholeLimitToANativeNode() throws Exception {
        assertBound(
                1024,
                "node-native",
                "io.pocket.data.nativeplane.spdk.node.NvmeNodeMain",
                Map.of("POCKET_NODE_BDEV", "malloc=96m", "POCKET_NODE_CAPACITY", "64m"));
    }

    @ParameterizedTest
    @CsvSource({
        "controller, 300, raise the container's limit by",
        "shard, 400, raise the container's limit by",
        "node, 256, raise it to",
        "node, many, POCKET_MEMORY_LIMIT=many is no size",
        "nodes, 1024, POCKET_PROCESS=nodes is none of",
    })
    void shouldRefuseWhatCannotWorkAndSayWhatToChange(String image, String limit, String remedy) throws Exception {
        Process script = script(image, limit, Map.of()).start();
        assertThat(script.waitFor()).isEqualTo(2);
        assertThat(Files.readString(log)).contains(remedy);
    }

    private void assertBound(int limit, String image, String mainClass, Map<String, String> settings)
            throws IOException, InterruptedException {
        List<String> plan = plan(image, limit, settings);
        Process process = start(plan, mainClass, settings);
        try {
            assertThat(Poll.until(() -> bound().isPresent() || !process.isAlive(), DEADLINE))
                    .as("the process says something, or ends")
                    .isTrue();
            String said = Files.readString(log);
            assumeFalse(said.contains("no SPDK"), said);
            assertThat(bound()).as(said).isPresent();
            assertThat(bound().getAsLong()).as(said).isBetween(limit - ROUNDING_MEBIBYTES, (long) limit);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Settings and options, a line for each. */
    private List<String> plan(String image, int limit, Map<String, String> settings)
            throws IOException, InterruptedException {
        Process script = script(image, limit + "m", settings).start();
        int status = script.waitFor();
        List<String> lines = Files.readAllLines(log);
        assertThat(status).as(lines.toString()).isZero();
        return lines;
    }

    private ProcessBuilder script(String image, String limit, Map<String, String> settings) {
        ProcessBuilder builder = processBuilder(List.of("bash", SCRIPT.toString(), "--print"), settings);
        builder.environment().put("POCKET_PROCESS", image);
        builder.environment().put("POCKET_MEMORY_LIMIT", limit);
        return builder;
    }

    private Process start(List<String> plan, String mainClass, Map<String, String> settings) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-XX:+UseSerialGC");
        plan.stream().filter(line -> line.startsWith("-X")).forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        ProcessBuilder builder = processBuilder(command, settings);
        for (String line : plan) {
            Matcher setting = SETTING.matcher(line);
            if (setting.matches()) {
                builder.environment().put(setting.group(1), setting.group(2));
            }
        }
        return builder.start();
    }

    /** A shard ends for want of a key. A node tries on to reach a controller where nobody is, and is ended meanwhile. */
    private ProcessBuilder processBuilder(List<String> command, Map<String, String> settings) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("POCKET_") && !name.equals("POCKET_SPDK_LIB"));
        environment.put("POCKET_CONTROLLER", "http://127.0.0.1:1");
        environment.put("POCKET_CLUSTER_KEY_FILE", folder.resolve("missing").toString());
        environment.put("POCKET_SHARD_DATA_DIR", folder.resolve("shard").toString());
        environment.put("POCKET_NODE_CONTROLLER", "http://127.0.0.1:1");
        environment.put(
                "POCKET_NODE_CLUSTER_KEY_FILE", folder.resolve("cluster.key").toString());
        environment.put("POCKET_NODE_PORT", "0");
        environment.put("POCKET_NODE_DATA_DIR", folder.resolve("node").toString());
        environment.putAll(settings);
        return builder;
    }

    private OptionalLong bound() {
        try {
            Matcher bound = BOUND.matcher(Files.readString(log));
            return bound.find() ? OptionalLong.of(Long.parseLong(bound.group(1))) : OptionalLong.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
