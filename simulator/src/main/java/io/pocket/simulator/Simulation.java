package io.pocket.simulator;

import io.pocket.client.core.ByteSource;
import io.pocket.client.core.Change;
import io.pocket.client.core.Failure;
import io.pocket.client.core.FailureKind;
import io.pocket.client.core.GetOperation;
import io.pocket.client.core.GetTerms;
import io.pocket.client.core.Operation;
import io.pocket.client.core.Outcome;
import io.pocket.client.core.PutOperation;
import io.pocket.client.core.PutTerms;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.message.Mutated;
import io.pocket.protocol.message.ObjectReply;
import io.pocket.simulator.history.Content;
import io.pocket.simulator.history.History;
import io.pocket.simulator.history.HistoryChecker;
import io.pocket.simulator.history.Observation;
import io.pocket.simulator.history.Observation.Kind;
import io.pocket.simulator.history.Observation.Seen;
import java.util.ArrayList;
import java.util.List;

/**
 * One run: clients put, get and delete while faults strike; then everything is mended, every name is read once more, the history is checked, and
 * when all is deleted nothing may be left anywhere.
 */
public final class Simulation {
    private static final long MILLIS = 1_000_000;
    private static final long SECONDS = 1_000 * MILLIS;

    /** An operation may outlive several faults; some give up, which is part of the test. */
    private static final long DEADLINE_NANOS = 8 * SECONDS;

    private static final long FINAL_DEADLINE_NANOS = 60 * SECONDS;
    private static final long CLEANUP_NANOS = 60 * SECONDS;

    /** More events than any sound run needs: a run that does not end is a violation. */
    private static final long MAX_EVENTS = 20_000_000;

    private final SimulationConfig config;
    private final List<String> violations = new ArrayList<>();
    private final History history = new History();
    private final Scheduler scheduler;
    private final SimulatedCluster cluster;
    private final Faults faults;
    private long nextContentId = 1L << 32;
    private int started;
    private int completed;
    private boolean lostMachine;

    private Simulation(long seed, SimulationConfig config, SimulatedRules rules) {
        this.config = config;
        scheduler = new Scheduler(seed);
        cluster = new SimulatedCluster(scheduler, config, rules, violations);
        faults = new Faults(scheduler, cluster, seed % 4 == 0);
    }

    /** What a run did and found. */
    public record Result(long seed, long operations, int faults, long events, List<String> violations) {}

    /** Runs one seed. */
    public static Result run(long seed, SimulationConfig config, SimulatedRules rules) {
        Simulation simulation = new Simulation(seed, config, rules);
        try {
            simulation.run();
        } catch (RuntimeException | AssertionError e) {
            simulation.violations.add(
                    "a core threw " + e + " at " + List.of(e.getStackTrace()).subList(0, 6));
        }
        return new Result(
                seed,
                simulation.history.size(),
                simulation.faults.struck(),
                simulation.scheduler.ran(),
                List.copyOf(simulation.violations));
    }

    private void run() {
        cluster.start();
        for (int client = 0; client < config.clients(); client++) {
            next(client);
        }
        runUntil(() -> completed >= config.operations() && faults.struck() >= config.faults(), Long.MAX_VALUE);
        lostMachine = faults.lostMachine();
        cluster.mend();
        runUntil(cluster::allIdle, scheduler.nowNanos() + FINAL_DEADLINE_NANOS);
        readAll();
        violations.addAll(HistoryChecker.check(history));
        if (violations.isEmpty()) {
            cleanUp();
        }
    }

    private boolean runUntil(java.util.function.BooleanSupplier reached, long untilNanos) {
        while (!reached.getAsBoolean() && scheduler.nowNanos() < untilNanos) {
            if (!scheduler.runNext() || scheduler.ran() > MAX_EVENTS) {
                violations.add("the run came to a halt after " + scheduler.ran() + " events, " + completed
                        + " operations and " + faults.struck() + " faults");
                return false;
            }
        }
        return reached.getAsBoolean();
    }

    // Load

    private boolean loadIsOver() {
        return started >= config.operations() && faults.struck() >= config.faults();
    }

    private void next(int client) {
        if (loadIsOver()) {
            return;
        }
        started++;
        String name = "b/" + scheduler.random().nextInt(config.names());
        int dice = scheduler.random().nextInt(100);
        if (dice < 38) {
            put(client, name, Kind.PUT);
        } else if (dice < 48) {
            put(client, name, Kind.PUT_IF_ABSENT);
        } else if (dice < 84) {
            get(client, name, false, DEADLINE_NANOS);
        } else if (dice < 90) {
            get(client, name, true, DEADLINE_NANOS);
        } else {
            delete(client, name);
        }
    }

    /** Starts the operation; when the client dies meanwhile, {@code died} is recorded and the next one begins all the same. */
    private void start(int client, Operation<?> operation, Runnable done, Runnable died) {
        boolean[] over = {false};
        cluster.client(client).start(operation, () -> endOnce(client, over, done));
        cluster.onDeath(client, () -> endOnce(client, over, died));
    }

    /** A client may die at the very moment at which its operation ends. */
    private void endOnce(int client, boolean[] over, Runnable end) {
        if (!over[0]) {
            over[0] = true;
            end.run();
            completed(client);
        }
    }

    private void completed(int client) {
        completed++;
        faults.strikeIfDue(completed, config);
        scheduler.after(scheduler.between(0, MILLIS), () -> {
            if (!cluster.isMended()) {
                next(client);
            }
        });
    }

    private int length() {
        return switch (scheduler.random().nextInt(4)) {
            case 0 -> Content.MIN_LENGTH + scheduler.random().nextInt(config.inlineLimit() - Content.MIN_LENGTH);
            case 1 -> config.inlineLimit() + 1 + scheduler.random().nextInt(config.chunkSize() - config.inlineLimit());
            case 2 -> config.chunkSize() * (1 + scheduler.random().nextInt(4));
            default -> config.chunkSize() + scheduler.random().nextInt(4 * config.chunkSize());
        };
    }

    private void put(int client, String name, Kind kind) {
        long content = nextContentId++;
        long invoked = scheduler.nowNanos();
        ByteSource source = new HeapBytes.Source(Content.of(content, length()));
        PutTerms terms = new PutTerms(kind == Kind.PUT_IF_ABSENT, 0, 0);
        PutOperation operation = new PutOperation(ObjectName.of(name), terms, source, invoked + DEADLINE_NANOS);
        start(
                client,
                operation,
                () -> recordMutation(client, kind, name, content, invoked, operation.outcome()),
                () -> recordUnknown(client, kind, name, content, invoked));
    }

    private void delete(int client, String name) {
        long invoked = scheduler.nowNanos();
        Change operation = Change.delete(ObjectName.of(name), 0, invoked + DEADLINE_NANOS);
        start(
                client,
                operation,
                () -> recordMutation(client, Kind.DELETE, name, 0, invoked, operation.outcome()),
                () -> recordUnknown(client, Kind.DELETE, name, 0, invoked));
    }

    private void get(int client, String name, boolean consume, long deadlineNanos) {
        long invoked = scheduler.nowNanos();
        HeapBytes.Sink sink = new HeapBytes.Sink();
        GetTerms terms = consume ? new GetTerms(0, GetTerms.TO_THE_END, 0, 0, true) : GetTerms.WHOLE;
        GetOperation operation = new GetOperation(ObjectName.of(name), terms, sink, invoked + deadlineNanos);
        Runnable consumed = () -> recordUnknown(client, Kind.DELETE, name, 0, invoked);
        start(
                client,
                operation,
                () -> {
                    recordGet(client, name, invoked, operation.outcome(), sink.bytes());
                    if (consume) {
                        consumed.run();
                    }
                },
                consume ? consumed : () -> {});
    }

    // What became of it

    private void recordMutation(
            int client, Kind kind, String name, long content, long invoked, Outcome<Mutated> outcome) {
        switch (outcome) {
            case Outcome.Value<Mutated>(Mutated done) ->
                add(client, kind, name, Seen.DONE, content, invoked, done.version(), 0);
            case Outcome.Failed<Mutated>(Failure failure) -> {
                if (failure.outcomeUnknown() || failure.kind() == FailureKind.OUTCOME_UNKNOWN) {
                    recordUnknown(client, kind, name, content, invoked);
                } else {
                    add(client, kind, name, refusal(failure), content, invoked, 0, asOf(failure));
                }
            }
        }
    }

    private static Seen refusal(Failure failure) {
        return switch (failure.kind()) {
            case NO_SUCH_OBJECT -> Seen.NOT_FOUND;
            case OBJECT_EXISTS -> Seen.EXISTS;
            default -> Seen.REFUSED;
        };
    }

    /** Only what says something about the name has a place in its serial order. */
    private static long asOf(Failure failure) {
        return switch (failure.kind()) {
            case NO_SUCH_OBJECT, OBJECT_EXISTS -> failure.asOf();
            default -> 0;
        };
    }

    private void recordGet(int client, String name, long invoked, Outcome<ObjectReply> outcome, byte[] bytes) {
        switch (outcome) {
            case Outcome.Value<ObjectReply>(ObjectReply object) -> {
                long content = Content.idOf(bytes);
                int mismatch = Content.mismatch(content, bytes);
                if (mismatch >= 0) {
                    violations.add("torn object " + name + ", first wrong byte at " + mismatch);
                }
                add(client, Kind.GET, name, Seen.DONE, content, invoked, object.version(), object.asOf());
            }
            case Outcome.Failed<ObjectReply>(Failure failure) -> {
                requirePlausible(name, failure);
                add(client, Kind.GET, name, refusal(failure), 0, invoked, 0, asOf(failure));
            }
        }
    }

    private void requirePlausible(String name, Failure failure) {
        boolean lost = failure.kind() == FailureKind.DATA_LOST && !faults.lostMachine();
        if (lost || failure.kind() == FailureKind.CORRUPT_OBJECT || failure.kind() == FailureKind.SERVER_ERROR) {
            violations.add("reading " + name + " failed without cause: " + failure);
        }
    }

    private void recordUnknown(int client, Kind kind, String name, long content, long invoked) {
        history.add(new Observation(client, kind, name, Seen.UNKNOWN, content, invoked, Long.MAX_VALUE, 0, 0));
    }

    private void add(
            int client, Kind kind, String name, Seen outcome, long content, long invoked, long version, long asOf) {
        history.add(
                new Observation(client, kind, name, outcome, content, invoked, scheduler.nowNanos(), version, asOf));
    }

    // The end

    /** All is mended: every name can be read, and what is read is the last that was put. */
    private void readAll() {
        for (int i = 0; i < config.names() && violations.isEmpty(); i++) {
            String name = "b/" + i;
            long invoked = scheduler.nowNanos();
            HeapBytes.Sink sink = new HeapBytes.Sink();
            GetOperation operation =
                    new GetOperation(ObjectName.of(name), GetTerms.WHOLE, sink, invoked + FINAL_DEADLINE_NANOS);
            finish(operation);
            if (operation.outcome() instanceof Outcome.Failed<ObjectReply>(Failure failure)) {
                boolean fine = failure.kind() == FailureKind.NO_SUCH_OBJECT
                        || (lostMachine && failure.kind() == FailureKind.DATA_LOST);
                if (!fine) {
                    violations.add("after the end " + name + " cannot be read: " + failure);
                }
            }
            recordGet(0, name, invoked, operation.outcome(), sink.bytes());
        }
    }

    private void finish(Operation<?> operation) {
        cluster.client(0).start(operation, () -> {});
        if (!runUntil(operation::isDone, scheduler.nowNanos() + 2 * FINAL_DEADLINE_NANOS)) {
            throw new IllegalStateException("an operation did not end by its deadline");
        }
        runUntil(() -> !cluster.client(0).isBusy(), scheduler.nowNanos() + SECONDS);
    }

    /** Deleted name by name or by dropping the job: in the end nothing is left on any node. */
    private void cleanUp() {
        if (scheduler.chance(0.5)) {
            cluster.dropJob();
        } else {
            for (int i = 0; i < config.names(); i++) {
                finish(Change.delete(ObjectName.of("b/" + i), 0, scheduler.nowNanos() + FINAL_DEADLINE_NANOS));
            }
        }
        if (!runUntil(cluster::isEmpty, scheduler.nowNanos() + CLEANUP_NANOS)) {
            violations.add("something is left: " + cluster.leftovers());
        }
    }
}
