package io.pocket.simulator;

import io.pocket.client.core.Change;
import io.pocket.client.core.Failure;
import io.pocket.client.core.FailureKind;
import io.pocket.client.core.GetOperation;
import io.pocket.client.core.GetTerms;
import io.pocket.client.core.Operation;
import io.pocket.client.core.Outcome;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.message.ObjectReply;
import io.pocket.simulator.Recorder.Asked;
import io.pocket.simulator.history.HistoryChecker;
import io.pocket.simulator.history.Observation.Kind;
import io.pocket.simulator.history.Observation.Terms;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * One run: clients of several jobs work while faults strike; then everything is mended, every name is read once more, the history is checked, and
 * when all is deleted nothing may be left anywhere.
 */
public final class Simulation {
    private static final long SECONDS = 1_000_000_000;

    private static final long FINAL_DEADLINE_NANOS = 60 * SECONDS;
    private static final long CLEANUP_NANOS = 150 * SECONDS;

    /** Within which a shard's own word frees what is free; a slow audit takes longer. */
    private static final long FREES_NANOS = 15 * SECONDS;

    /** More events than any sound run needs: a run that does not end is a violation. */
    private static final long MAX_EVENTS = 20_000_000;

    private static final int ROOMY = 4;

    private final Violations violations = new Violations();
    private final Scheduler scheduler;
    private final SimulatedCluster cluster;
    private final Faults faults;
    private final Recorder recorder;
    private final Workload workload;
    private final SimulationConfig config;

    private Simulation(long seed, SimulationConfig standard, SimulatedRules rules) {
        // Garbage stays longer where audits are slow, and needs room.
        boolean auditsSlowly = seed % 3 == 0;
        config = auditsSlowly ? standard.withNodeCapacityBytes(ROOMY * standard.nodeCapacityBytes()) : standard;
        scheduler = new Scheduler(seed);
        cluster = new SimulatedCluster(scheduler, config, rules, auditsSlowly, violations);
        faults = new Faults(scheduler, cluster, seed % 2 == 0);
        recorder = new Recorder(scheduler, cluster, violations);
        workload = new Workload(scheduler, cluster, config, faults, recorder);
    }

    /** What a run did and found. */
    public record Result(long seed, long operations, int faults, long events, List<String> violations) {}

    /** Runs one seed. */
    public static Result run(long seed, SimulationConfig config, SimulatedRules rules) {
        Simulation simulation = new Simulation(seed, config, rules);
        try {
            simulation.run();
        } catch (RuntimeException | AssertionError e) {
            simulation.violations.add("a core threw " + e + " at "
                    + Stream.of(e.getStackTrace()).limit(6).toList());
        }
        return new Result(
                seed,
                simulation.workload.completed(),
                simulation.faults.struck(),
                simulation.scheduler.ran(),
                simulation.violations.list());
    }

    private void run() {
        cluster.start(config.jobs());
        workload.start();
        runUntil(() -> workload.isOver() || !violations.isEmpty(), Long.MAX_VALUE);
        if (!violations.isEmpty()) {
            return;
        }
        cluster.mend();
        runUntil(cluster::allIdle, scheduler.nowNanos() + FINAL_DEADLINE_NANOS);
        cluster.controller().jobs().forEach(this::readAll);
        violations.addAll(HistoryChecker.check(recorder.history(), cluster.uptime()));
        if (violations.isEmpty()) {
            cleanUp();
        }
    }

    private boolean runUntil(BooleanSupplier reached, long untilNanos) {
        while (!reached.getAsBoolean() && scheduler.nowNanos() < untilNanos) {
            if (!scheduler.runNext() || scheduler.ran() > MAX_EVENTS) {
                violations.add("the run came to a halt after " + scheduler.ran() + " events, " + workload.completed()
                        + " operations and " + faults.struck() + " faults");
                return false;
            }
        }
        return reached.getAsBoolean();
    }

    // The end

    /** All is mended: every name can be read, and what is read is the last that was put; what is there can be consumed. */
    private void readAll(long job) {
        cluster.client(0).workFor(job);
        for (String path : workload.paths()) {
            if (violations.isEmpty() && isReadable(job, path) && scheduler.chance(0.6)) {
                consume(job, path);
            }
        }
    }

    private boolean isReadable(long job, String path) {
        Asked asked = asked(job, Kind.GET, path);
        HeapBytes.Sink sink = new HeapBytes.Sink();
        GetOperation operation = new GetOperation(ObjectName.of(path), GetTerms.WHOLE, sink, finalDeadline());
        finish(operation);
        if (operation.outcome() instanceof Outcome.Failed<ObjectReply>(Failure failure)) {
            boolean fine = failure.kind() == FailureKind.NO_SUCH_OBJECT || failure.kind() == FailureKind.DATA_LOST;
            if (!fine) {
                violations.add("after the end " + asked.name() + " cannot be read: " + failure);
            }
        }
        recorder.read(asked, operation.outcome(), sink.bytes(), 0);
        return operation.outcome() instanceof Outcome.Value<ObjectReply>;
    }

    /** Claims of those who died have ended by the time this gives up; an object may reach its own end meanwhile. */
    private void consume(long job, String path) {
        Asked asked = asked(job, Kind.CONSUME, path);
        HeapBytes.Sink sink = new HeapBytes.Sink();
        long patience = 2L * SimulationConfig.MAX_CLAIM_LEASE_MILLIS * 1_000_000;
        GetTerms terms = new GetTerms(0, GetTerms.TO_THE_END, patience, 0, true);
        GetOperation operation = new GetOperation(ObjectName.of(path), terms, sink, finalDeadline());
        finish(operation);
        if (operation.outcome() instanceof Outcome.Failed<ObjectReply>(Failure failure)
                && failure.kind() != FailureKind.NO_SUCH_OBJECT
                && failure.kind() != FailureKind.CLAIM_LOST) {
            violations.add("after the end " + asked.name() + " cannot be consumed: " + failure);
        }
        recorder.consumed(asked, operation.outcome(), sink.bytes(), true);
    }

    private Asked asked(long job, Kind kind, String path) {
        return new Asked(0, job, kind, path, 0, scheduler.nowNanos(), Terms.NONE);
    }

    private long finalDeadline() {
        return scheduler.nowNanos() + FINAL_DEADLINE_NANOS;
    }

    private void finish(Operation<?> operation) {
        cluster.client(0).start(operation, () -> {});
        if (!runUntil(operation::isDone, scheduler.nowNanos() + 2 * FINAL_DEADLINE_NANOS)) {
            throw new IllegalStateException("an operation did not end by its deadline");
        }
        runUntil(() -> !cluster.client(0).isBusy(), scheduler.nowNanos() + SECONDS);
    }

    /** Deleted name by name or by dropping the job: in the end nothing is left on any node, and what was named goes first. */
    private void cleanUp() {
        for (long job : cluster.controller().jobs()) {
            if (scheduler.chance(0.5)) {
                cluster.controller().drop(job);
            } else {
                deleteAll(job);
            }
        }
        if (!runUntil(cluster::isAllFreed, scheduler.nowNanos() + FREES_NANOS)) {
            violations.add("what was deleted or dropped is not freed: " + cluster.leftovers());
        } else if (!runUntil(cluster::isEmpty, scheduler.nowNanos() + CLEANUP_NANOS)) {
            violations.add("something is left: " + cluster.leftovers());
        }
    }

    private void deleteAll(long job) {
        cluster.client(0).workFor(job);
        workload.paths().forEach(path -> finish(Change.delete(ObjectName.of(path), 0, finalDeadline())));
    }
}
