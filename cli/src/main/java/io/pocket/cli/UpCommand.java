package io.pocket.cli;

import io.pocket.cli.cluster.ChildProcess;
import io.pocket.cli.cluster.Installation;
import io.pocket.cli.cluster.LocalCluster;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Keeps a cluster in the foreground. A server that ends is started again, so faults can be tried by hand. */
@Command(name = "up", description = "Start a cluster on this machine and keep it until ^C.")
final class UpCommand implements Callable<Integer> {

    private static final long DEFAULT_CAPACITY_BYTES = 512L << 20;
    private static final int RESTARTS_MAX = 20;
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(500);

    @Spec
    private CommandSpec command;

    @Mixin
    private ClusterOptions cluster;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "7070",
            description = "Port of the REST interface, 0 for any free one. Default: 7070")
    private int port;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = command.commandLine().getOut();
        out.println("starting a cluster…");
        out.flush();
        try (LocalCluster running = LocalCluster.start(
                cluster.spec(tier -> DEFAULT_CAPACITY_BYTES, port), Installation.ofSystemProperty())) {
            printAddresses(running, out);
            return watch(running, out);
        }
    }

    private static void printAddresses(LocalCluster cluster, PrintWriter out) {
        for (LocalCluster.Address address : cluster.addresses()) {
            out.printf("  %-16s %-8s %s%n", address.process(), address.what(), address.address());
        }
        out.printf(
                "%nRegister a job:%n  curl -X POST -H 'Content-Type: application/json' -d '{\"name\":\"try\"}' %s/api/v1/jobs%n",
                cluster.controller());
        out.printf(
                "%nCreate a space for data that outlive their job, and open it in a registration:%n"
                        + "  curl -X POST -H 'Content-Type: application/json' -d '{\"name\":\"models\",\"defaultTtlSeconds\":3600}' %1$s/api/v1/spaces%n"
                        + "  curl -X POST -H 'Content-Type: application/json' -d '{\"name\":\"try\",\"spaces\":[\"models\"]}' %1$s/api/v1/jobs%n",
                cluster.controller());
        out.printf(
                "%nLogs: %s%nREADY: ^C stops all of it.%n",
                cluster.processes().directory().logs());
        out.flush();
    }

    private static int watch(LocalCluster cluster, PrintWriter out) throws InterruptedException {
        for (int restarts = 0; restarts < RESTARTS_MAX; ) {
            Optional<ChildProcess> ended = cluster.processes().firstEnded();
            if (ended.isPresent()) {
                restart(cluster, ended.get(), out);
                restarts++;
            }
            Thread.sleep(WATCH_INTERVAL);
        }
        out.println("gave up after " + RESTARTS_MAX + " restarts");
        return 1;
    }

    private static void restart(LocalCluster cluster, ChildProcess ended, PrintWriter out) {
        out.printf("%s ended with status %d; starting it again%n", ended.name(), ended.exitStatus());
        out.flush();
        cluster.restart(ended.name());
        out.printf("%s is ready again%n", ended.name());
        out.flush();
    }
}
