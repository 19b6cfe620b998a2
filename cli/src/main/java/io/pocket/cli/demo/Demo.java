package io.pocket.cli.demo;

import io.pocket.cli.cluster.ClusterException;
import io.pocket.cli.cluster.ClusterSpec;
import io.pocket.cli.cluster.LocalCluster;
import io.pocket.cli.cluster.MemoryFigures;
import io.pocket.cli.cluster.NodeFigures;
import io.pocket.cli.cluster.TierFigures;
import io.pocket.cli.function.CheckFailedException;
import io.pocket.cli.function.PocketExchange;
import io.pocket.cli.function.Traffic;
import io.pocket.cli.function.words.TextSource;
import io.pocket.client.JobRequest;
import io.pocket.client.JobTicket;
import io.pocket.client.PocketController;
import io.pocket.client.PocketException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/** Runs the demo's jobs on a cluster, one after the other, and collects the report. Used once, by one thread. */
final class Demo {

    /** Nodes free what a dropped job held at once, if they can be reached, and report each second. */
    private static final Duration REPORTS_DEADLINE = Duration.ofSeconds(30);

    /** A report tells what was so at most this long before it arrived. */
    private static final Duration REPORT_DELAY = Duration.ofMillis(1_200);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private final DemoOptions options;
    private final ClusterSpec spec;
    private final LocalCluster cluster;
    private final FunctionPool functions;
    private final int functionsAtOnce;
    private final Progress progress;
    private final List<StageReport> stages = new ArrayList<>();
    private final List<String> verdicts = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    Demo(
            DemoOptions options,
            ClusterSpec spec,
            LocalCluster cluster,
            FunctionPool functions,
            int functionsAtOnce,
            Progress progress) {
        this.options = options;
        this.spec = spec;
        this.cluster = cluster;
        this.functions = functions;
        this.functionsAtOnce = functionsAtOnce;
        this.progress = progress;
    }

    /** Runs both jobs; a job that fails is reported and does not keep the other from running. */
    DemoReport run() throws InterruptedException, IOException {
        run(new SortWorkload(options.functions(), options.records(), options.seed()), options.kills());
        run(wordCount(), List.of());
        checkEmpty();
        List<TierFigures> tiers = cluster.api().tiers();
        List<MemoryFigures> memory = cluster.memory();
        memory.stream().filter(process -> !process.isWithinBound()).forEach(this::memoryBoundBroken);
        return new DemoReport(options, functionsAtOnce, stages, verdicts, tiers, memory, failures);
    }

    private void memoryBoundBroken(MemoryFigures memory) {
        failures.add("%s has had %,d bytes of memory, more than the %,d that its limits add up to"
                .formatted(memory.process(), memory.peakBytes(), memory.boundBytes()));
    }

    private WordWorkload wordCount() throws IOException {
        try (TextSource source = TextSource.open(options.input())) {
            return new WordWorkload(
                    options.functions(), options.input(), source.texts().size(), source.totalBytes());
        }
    }

    private void run(Workload workload, List<KillTarget> kills) throws InterruptedException {
        progress.say(workload.name() + ": " + workload.description());
        try {
            PocketController controller = PocketController.at(cluster.controller());
            JobTicket job = controller.register(request(workload));
            try {
                runStages(workload, job.connectionString(), kills);
            } finally {
                controller.deregister(job.id());
            }
        } catch (FunctionFailedException
                | CheckFailedException
                | ClusterException
                | PocketException
                | CompletionException e) {
            failures.add(workload.name() + ": " + e.getMessage());
        }
    }

    private JobRequest request(Workload workload) {
        return JobRequest.named(workload.name())
                .functions(functionsAtOnce)
                .capacityBytes(workload.capacityBytes())
                .latencySensitive(true)
                .tiers(spec.tierNames().toArray(String[]::new));
    }

    private void runStages(Workload workload, String connection, List<KillTarget> kills) throws InterruptedException {
        functions.warmUp(connection);
        KillPlan plan = new KillPlan(KillTarget.processes(kills, spec), 2 * options.functions(), this::killAndRestart);
        for (Stage stage : workload.stages()) {
            run(workload, stage, connection, plan);
        }
        plan.awaitRestarts();
        checkHeld(workload);
        try (PocketExchange exchange = PocketExchange.connect(connection)) {
            verdicts.add(workload.name() + ": " + workload.verdict(exchange));
        }
    }

    private void run(Workload workload, Stage stage, String connection, KillPlan plan) throws InterruptedException {
        long start = System.nanoTime();
        Traffic traffic = runFunctions(workload, stage, connection, plan);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        StageReport report =
                new StageReport(workload.name(), stage.name(), stage.calls().size(), traffic, elapsed);
        stages.add(report);
        progress.stageEnded(report);
    }

    private Traffic runFunctions(Workload workload, Stage stage, String connection, KillPlan plan)
            throws InterruptedException {
        progress.stageStarted(workload.name(), stage);
        try {
            return functions.run(stage, connection, () -> {
                progress.functionEnded();
                plan.functionEnded();
            });
        } catch (FunctionFailedException e) {
            progress.stageFailed();
            throw e;
        }
    }

    private void killAndRestart(String process) {
        long start = System.nanoTime();
        cluster.kill(process);
        cluster.restart(process);
        progress.say("killed %s with -9; it was ready again after %d ms"
                .formatted(process, (System.nanoTime() - start) / 1_000_000));
    }

    /** What was put must be in the tiers now; their reports of it also make their peaks. */
    private void checkHeld(Workload workload) throws InterruptedException {
        List<NodeFigures> nodes = awaitReports(Instant.now(), node -> true);
        long heldBytes = nodes.stream().mapToLong(NodeFigures::usedBytes).sum();
        if (heldBytes < workload.heldBytes()) {
            throw new CheckFailedException("the nodes hold " + heldBytes + " bytes, but at least "
                    + workload.heldBytes() + " were put into them");
        }
    }

    private void checkEmpty() throws InterruptedException {
        List<NodeFigures> nodes = awaitReports(Instant.now(), node -> node.usedBytes() == 0);
        if (!nodes.stream().allMatch(node -> node.usedBytes() == 0)) {
            failures.add("bytes are left " + REPORTS_DEADLINE.toSeconds() + " s after deregistering: " + nodes);
        }
    }

    /** The nodes' figures once each has reported what was so after {@code moment} and is wanted; or those at the deadline. */
    private List<NodeFigures> awaitReports(Instant moment, Predicate<NodeFigures> wanted) throws InterruptedException {
        Instant fresh = moment.plus(REPORT_DELAY);
        long deadlineNanos = System.nanoTime() + REPORTS_DEADLINE.toNanos();
        List<NodeFigures> nodes = cluster.api().nodes();
        while (!nodes.stream().allMatch(node -> node.isFrom(fresh) && wanted.test(node))
                && System.nanoTime() - deadlineNanos < 0) {
            Thread.sleep(POLL_INTERVAL);
            nodes = cluster.api().nodes();
        }
        return nodes;
    }
}
