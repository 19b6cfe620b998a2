package io.pocket.cli;

import io.pocket.cli.cluster.ClusterSpec;
import io.pocket.cli.cluster.Installation;
import io.pocket.cli.demo.DemoOptions;
import io.pocket.cli.demo.DemoRun;
import io.pocket.cli.demo.KillTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts a cluster, runs the two jobs of the demo on it, prints the report, and leaves nothing behind. */
@Command(
        name = "demo",
        description = "Start a cluster, run a sort and a word count as serverless functions, check and report.")
final class DemoCommand implements Callable<Integer> {

    /** A sort holds its shuffle and its output. */
    private static final int COPIES = 2;

    /** Room for uneven shares of the nodes and for what allocation wastes. */
    private static final double CAPACITY_SLACK = 1.4;

    private static final long CAPACITY_BYTES_MIN = 256L << 20;
    private static final int RECORD_BYTES = 100;
    private static final int FUNCTIONS_MIN = 16;
    private static final long RECORDS_PER_FUNCTION = 1_000_000;

    /** Beside other tiers, memory is the small one. */
    private static final long MEMORY_BYTES_MAX = 4L << 30;

    @Spec
    private CommandSpec command;

    @Mixin
    private ClusterOptions cluster;

    @Option(
            names = "--functions",
            paramLabel = "N",
            description =
                    "Functions of each stage; as many run at once as there are cores. Default: 16, or as many as leave"
                            + " each of them at most a million records")
    private Integer functions;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "" + DemoOptions.DEFAULT_RECORDS,
            description = "Records of 100 bytes to sort. Default: ${DEFAULT-VALUE} (512 MiB less 12 bytes)")
    private long records;

    @Option(
            names = "--input",
            paramLabel = "PATH",
            description =
                    "Folder or zip file whose words are counted. Default: the sources of the JDK (lib/src.zip), or,"
                            + " if it comes without, of this repository")
    private Path input;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the records. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--kill",
            paramLabel = "SERVER",
            description =
                    "Kill this server (shard, node) with -9 in the middle of the shuffle. Repeatable: of several shards each"
                            + " time the next")
    private List<KillTarget> kills = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON as well")
    private Optional<Path> json;

    @Option(
            names = "--keep-logs",
            paramLabel = "DIR",
            arity = "0..1",
            fallbackValue = "pocket-logs",
            description = "Copy the logs of all processes there. Default: pocket-logs")
    private Optional<Path> keptLogs;

    @Override
    public Integer call() throws InterruptedException, IOException {
        Installation installation = Installation.ofSystemProperty();
        DemoOptions options = options(installation);
        DemoRun run = new DemoRun(options, cluster.spec(this::defaultCapacityBytes, 0), installation, json, keptLogs);
        return run.run(System.out) ? 0 : 1;
    }

    private DemoOptions options(Installation installation) {
        try {
            return new DemoOptions(functions(), records, input(installation), seed, kills);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private Path input(Installation installation) {
        if (input == null) {
            Path sources = Path.of(System.getProperty("java.home"), "lib", "src.zip");
            return Files.isReadable(sources) ? sources : installation.home();
        }
        if (!Files.isReadable(input)) {
            throw new IllegalArgumentException("--input: cannot read " + input);
        }
        return input.toAbsolutePath();
    }

    private int functions() {
        if (functions != null) {
            return functions;
        }
        return Math.clamp(Math.ceilDiv(records, RECORDS_PER_FUNCTION), FUNCTIONS_MIN, DemoOptions.FUNCTIONS_MAX);
    }

    private long defaultCapacityBytes(String tier) {
        long memoryBytes = memoryBytes();
        long share = tier.equals(ClusterSpec.MEMORY_TIER)
                ? memoryBytes / Math.max(1, cluster.memoryNodes())
                : (neededBytes() - memoryBytes) / Math.max(1, cluster.diskNodes());
        return Math.max(CAPACITY_BYTES_MIN, share);
    }

    private long neededBytes() {
        return (long) (CAPACITY_SLACK * COPIES * records * RECORD_BYTES);
    }

    private long memoryBytes() {
        if (cluster.memoryNodes() == 0) {
            return 0;
        }
        return cluster.diskNodes() == 0 ? neededBytes() : Math.min(neededBytes(), MEMORY_BYTES_MAX);
    }
}
