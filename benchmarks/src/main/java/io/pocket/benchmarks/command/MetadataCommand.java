package io.pocket.benchmarks.command;

import io.pocket.benchmarks.bed.ProcessFigures.Resident;
import io.pocket.benchmarks.metadata.ManyObjects;
import io.pocket.benchmarks.metadata.MetadataLoad;
import io.pocket.benchmarks.metadata.MetadataRate;
import io.pocket.benchmarks.stats.Latencies;
import io.pocket.benchmarks.stats.Median;
import io.pocket.cli.demo.TextTable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench metadata}. */
@Command(
        name = "metadata",
        description = {
            "A shard alone: commits and lookups 1:1, one in a frame, 8 connections with 16 under way on each. Names of 32"
                    + " bytes, one chunk each, no inline bytes. Reports operations per second of the shard's processor time"
                    + " (user and system, garbage collection included).",
            "With --objects: fills a shard with so many objects that have a time to live, and reports resident memory per"
                    + " object and the longest delay of a lookup every millisecond, beside that of a process that only"
                    + " echoes."
        })
final class MetadataCommand implements Callable<Integer> {
    private static final int OBJECTS_MAX = 500_000_000;

    @Spec
    private CommandSpec command;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "Rounds. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Length of a round in seconds. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--objects",
            paramLabel = "N",
            description = "Fill a shard with so many objects instead, such as 10000000")
    private Integer objects;

    @Mixin
    private ShardSizeOptions shardSize;

    @Override
    public Integer call() throws InterruptedException {
        if (rounds < 1 || rounds > 1_000 || seconds < 1 || seconds > 3_600) {
            throw new ParameterException(command.commandLine(), "--rounds must be 1 to 1000, --seconds 1 to 3600");
        }
        if (objects != null && (objects < 1 || objects > OBJECTS_MAX)) {
            throw new ParameterException(command.commandLine(), "--objects must be 1 to " + OBJECTS_MAX);
        }
        PrintWriter out = command.commandLine().getOut();
        out.print(objects == null ? rate() : fill());
        out.flush();
        return 0;
    }

    private String rate() {
        List<MetadataLoad.Cost> costs =
                MetadataRate.measure(rounds, Duration.ofSeconds(seconds), Progress.of(command.commandLine()));
        TextTable table = new TextTable(1, "round", "operations", "per second", "CPU seconds", "per CPU second");
        for (int i = 0; i < costs.size(); i++) {
            MetadataLoad.Cost cost = costs.get(i);
            table.row(
                    Integer.toString(i + 1),
                    "%,d".formatted(cost.operations()),
                    "%,.0f".formatted(cost.operationsPerSecond()),
                    "%.2f".formatted(cost.cpuSeconds()),
                    "%,.0f".formatted(cost.operationsPerCpuSecond()));
        }
        double median = Median.of(
                costs.stream().map(MetadataLoad.Cost::operationsPerCpuSecond).toList());
        return "%smetadata_ops_per_cpu_second: %.0f (median; %,d names, then each commit replaces an object)%n"
                .formatted(table.render(), median, MetadataRate.NAMES);
    }

    private String fill() throws InterruptedException {
        ManyObjects.Outcome found =
                ManyObjects.measure(objects, shardSize.of(objects), Progress.of(command.commandLine()));
        return "shard as shipped, but: %s%n".formatted(shardSize.of(objects))
                + "%,d objects; %,.0f operations/s, %,.0f per CPU second%n"
                        .formatted(
                                found.objects(),
                                found.load().operationsPerSecond(),
                                found.load().operationsPerCpuSecond())
                + resident("before", found.before())
                + resident("after", found.after())
                + "bytes per object: %.1f%n".formatted(found.bytesPerObject())
                + delays("lookup of the shard", found.shard())
                + delays("echo of an idle process", found.machine());
    }

    private static String resident(String when, Resident memory) {
        return "resident %s: %,d MiB (anonymous %,d, files %,d, memory files %,d)%n"
                .formatted(
                        when,
                        memory.totalBytes() >> 20,
                        memory.anonymousBytes() >> 20,
                        memory.fileBytes() >> 20,
                        memory.sharedBytes() >> 20);
    }

    private static String delays(String what, Latencies latencies) {
        return "%s, every ms: p50 %.3f ms, p99 %.3f ms, p99.9 %.3f ms, max %.1f ms%n"
                .formatted(
                        what,
                        latencies.percentileMicros(50) / 1e3,
                        latencies.percentileMicros(99) / 1e3,
                        latencies.percentileMicros(99.9) / 1e3,
                        latencies.maxMicros() / 1e3);
    }
}
