package io.pocket.benchmarks.command;

import io.pocket.benchmarks.bed.Peers;
import io.pocket.benchmarks.bed.Programs;
import io.pocket.benchmarks.compare.Charts;
import io.pocket.benchmarks.compare.Comparison;
import io.pocket.benchmarks.compare.ComparisonSettings;
import io.pocket.benchmarks.compare.Findings;
import io.pocket.benchmarks.compare.Measure;
import io.pocket.benchmarks.compare.ReportJson;
import io.pocket.benchmarks.compare.ReportText;
import io.pocket.benchmarks.plot.BarChart;
import io.pocket.benchmarks.plot.PlotFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench compare}. */
@Command(
        name = "compare",
        description = {
            "Pocket beside Redis, memcached and a bare Java socket, all in one run: in each round one contender after the"
                    + " other; ratios are of medians over the rounds, Pocket's figure over the peer's.",
            "Pocket: PocketClient's public API on a cluster of shipped defaults. Peers: minimal blocking clients, and Jedis."
        })
final class CompareCommand implements Callable<Integer> {
    private static final List<String> PEERS = List.of("redis-server", "memcached");

    @Spec
    private CommandSpec command;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "Rounds. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--quick", description = "A short look: fewer operations in each round, shorter warm-up")
    private boolean quick;

    @Option(
            names = "--only",
            paramLabel = "KEY",
            split = ",",
            description = "Measure only what these keys of the JSON need. Default: all but those of --full")
    private List<String> only = List.of();

    @Option(
            names = "--full",
            description = "Ten million objects on one shard as well: some minutes, and some GiB of memory")
    private boolean full;

    @Mixin
    private ShardSizeOptions shardSize;

    @Option(names = "--json", paramLabel = "FILE", description = "Write measures and all rounds as JSON")
    private Optional<Path> json;

    @Option(
            names = "--plots",
            paramLabel = "DIR",
            description = "Draw the rows there as SVG and PNG: latency, load, throughput")
    private Optional<Path> plots;

    @Option(names = "--require-peers", description = "Fail if redis-server or memcached is not installed")
    private boolean requirePeers;

    @Override
    public Integer call() throws InterruptedException, IOException {
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        ComparisonSettings settings = settings();
        List<String> missing =
                PEERS.stream().filter(peer -> !Programs.has(peer)).toList();
        if (!missing.isEmpty()) {
            err.println("not installed: " + String.join(", ", missing) + "; " + Peers.REMEDY);
            if (requirePeers) {
                return 1;
            }
        }
        Findings findings = Comparison.run(settings);
        out.print(ReportText.of(findings, settings.wanted()));
        out.flush();
        if (json.isPresent()) {
            Files.writeString(json.get(), ReportJson.of(findings, settings));
        }
        if (plots.isPresent()) {
            draw(plots.get(), findings, settings.progress());
        }
        return 0;
    }

    private static void draw(Path folder, Findings findings, Consumer<String> progress) throws IOException {
        Optional<String> obstacle = Optional.empty();
        for (Map.Entry<String, BarChart> chart : Charts.of(findings).entrySet()) {
            obstacle = PlotFiles.write(folder, chart.getKey(), chart.getValue());
        }
        obstacle.ifPresent(reason -> progress.accept("no PNG: " + reason));
    }

    private ComparisonSettings settings() {
        try {
            return new ComparisonSettings(rounds, quick, wanted(), shardSize::of, Progress.of(command.commandLine()));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private Set<Measure> wanted() {
        Set<Measure> wanted = EnumSet.noneOf(Measure.class);
        if (only.isEmpty()) {
            wanted.addAll(EnumSet.allOf(Measure.class));
            wanted.removeAll(Measure.FULL);
        }
        if (full) {
            wanted.addAll(Measure.FULL);
        }
        only.forEach(key -> wanted.add(Measure.ofKey(key)));
        return wanted;
    }
}
