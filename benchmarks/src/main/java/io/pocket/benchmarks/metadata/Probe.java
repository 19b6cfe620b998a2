package io.pocket.benchmarks.metadata;

import io.pocket.benchmarks.contender.ContenderKind;
import io.pocket.benchmarks.contender.Values;
import io.pocket.benchmarks.stats.Latencies;
import io.pocket.benchmarks.worker.Operation;
import io.pocket.benchmarks.worker.Task;
import io.pocket.benchmarks.worker.TaskResult;
import io.pocket.benchmarks.worker.Worker;
import io.pocket.cli.cluster.ClusterException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks a server something small every millisecond, from a process of its own, until it is stopped: how long after it was due is each
 * answered? A server that stands still delays all that were due meanwhile.
 */
final class Probe implements AutoCloseable {
    private static final double RATE_PER_SECOND = 1_000;
    private static final int OPERATIONS = 1_000;
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final Worker worker = Worker.start(List.of());
    private final Task task;
    private final Latencies latencies = new Latencies();
    private volatile boolean stopped;
    private CompletableFuture<Void> running;

    private Probe(Task task) {
        this.task = task;
        // The first task also connects and compiles.
        worker.run(task, DEADLINE);
    }

    /** LOOKUPs of a small object, through the client. */
    static Probe ofShard(String connectionString) {
        return new Probe(task(ContenderKind.POCKET, connectionString, Operation.LOOKUP));
    }

    /** One byte from a process that does nothing else: what the machine itself does to such a probe. */
    static Probe ofMachine(String socketPeer) {
        return new Probe(task(ContenderKind.SOCKET, socketPeer, Operation.PUT));
    }

    private static Task task(ContenderKind contender, String address, Operation operation) {
        return new Task.OneAtATime(
                contender, address, operation, "probe", 1, Values.SIZE_MIN, 0, OPERATIONS, RATE_PER_SECOND);
    }

    /** Begins. */
    void start() {
        running = CompletableFuture.runAsync(this::probe, Thread::startVirtualThread);
    }

    private void probe() {
        while (!stopped) {
            TaskResult result = worker.run(task, DEADLINE);
            latencies.add(Latencies.decode(result.latencies()));
        }
    }

    /** Ends, and tells what was seen. */
    Latencies stop() throws InterruptedException {
        stopped = true;
        try {
            running.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            return latencies;
        } catch (ExecutionException | TimeoutException e) {
            throw new ClusterException("a probe failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        worker.close();
    }
}
