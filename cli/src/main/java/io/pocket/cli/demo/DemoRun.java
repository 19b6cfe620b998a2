package io.pocket.cli.demo;

import io.pocket.cli.cluster.ClusterSpec;
import io.pocket.cli.cluster.Installation;
import io.pocket.cli.cluster.LocalCluster;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A cluster for the demo, the demo on it, and its report.
 *
 * @param options what the demo shall do
 * @param spec the cluster
 * @param installation the built repository
 * @param json where to write the report as JSON, if anywhere
 * @param keptLogs where to copy the logs to, if anywhere
 */
public record DemoRun(
        DemoOptions options,
        ClusterSpec spec,
        Installation installation,
        Optional<Path> json,
        Optional<Path> keptLogs) {

    /** Runs it; true if every check passed. */
    public boolean run(PrintStream out) throws InterruptedException, IOException {
        Progress progress = progress(out);
        int atOnce = Math.min(Runtime.getRuntime().availableProcessors(), options.functions());
        progress.say("starting a cluster: controller, %d shard(s), %s, each node with a monitor"
                .formatted(spec.shards(), tiers()));
        long start = System.nanoTime();
        try (LocalCluster cluster = LocalCluster.start(spec, installation);
                FunctionPool functions =
                        new FunctionPool(cluster.processes(), installation.functionClassPath(), atOnce)) {
            progress.say("ready after %.1f s; %d functions a stage, %d at once"
                    .formatted((System.nanoTime() - start) / 1e9, options.functions(), atOnce));
            return report(cluster, new Demo(options, spec, cluster, functions, atOnce, progress), out);
        }
    }

    private boolean report(LocalCluster cluster, Demo demo, PrintStream out) throws InterruptedException, IOException {
        try {
            DemoReport report = demo.run();
            out.print(ReportText.of(report));
            if (json.isPresent()) {
                Files.writeString(json.get(), ReportJson.of(report));
            }
            return report.ok();
        } finally {
            if (keptLogs.isPresent()) {
                copyLogs(cluster.processes().directory().logs(), keptLogs.get());
            }
        }
    }

    private String tiers() {
        return spec.tiers().entrySet().stream()
                .map(tier -> "%d %s node(s) of %,d bytes"
                        .formatted(
                                tier.getValue().nodes(),
                                tier.getKey(),
                                tier.getValue().capacityBytes()))
                .collect(Collectors.joining(", "));
    }

    private static Progress progress(PrintStream out) {
        // Without a terminal some JDKs have no console, others one that says so.
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        return terminal ? new TerminalProgress(out) : new PlainProgress(out);
    }

    private static void copyLogs(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> logs = Files.list(from)) {
            for (Path log : (Iterable<Path>) logs::iterator) {
                Files.copy(log, to.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
