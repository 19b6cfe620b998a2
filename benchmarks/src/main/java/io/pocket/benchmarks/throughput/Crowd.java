package io.pocket.benchmarks.throughput;

import io.pocket.benchmarks.stats.Latencies;
import io.pocket.benchmarks.worker.Operation;
import io.pocket.benchmarks.worker.Task;
import io.pocket.benchmarks.worker.TaskResult;
import io.pocket.benchmarks.worker.Worker;
import io.pocket.benchmarks.worker.WorkerJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients that work at the same time: up to {@value #PROCESSES_MAX} each in a process of its own, more as threads of as many
 * processes. For one thread.
 */
public final class Crowd implements AutoCloseable {
    /** Most processes. */
    public static final int PROCESSES_MAX = 16;

    private static final int WARM_UP_MILLIS = 2_000;

    /** The compilers of many processes share the cores. */
    private static final int WARM_UP_MILLIS_PER_PROCESS = 500;

    private static final Duration SLACK = Duration.ofMinutes(5);

    private final List<Worker> workers = new ArrayList<>();
    private final int threads;

    private Crowd(int threads) {
        this.threads = threads;
    }

    /**
     * Starts the processes.
     *
     * @param clients beyond {@value #PROCESSES_MAX}, a multiple of that
     */
    public static Crowd start(int clients) {
        int processes = Math.min(clients, PROCESSES_MAX);
        if (clients < 1 || clients % processes != 0) {
            throw new IllegalArgumentException(
                    clients + " clients: beyond " + PROCESSES_MAX + " there must be a multiple of that");
        }
        Crowd crowd = new Crowd(clients / processes);
        try {
            for (int i = 0; i < processes; i++) {
                crowd.workers.add(Worker.start(List.of(), WorkerJvm.SMALL));
            }
            return crowd;
        } catch (RuntimeException e) {
            crowd.close();
            throw e;
        }
    }

    /** Puts the names of every client, at most {@code keys} each; later measurements of the same job and size go without. */
    public void fill(String address, int sizeBytes, int keys) {
        all(new Task.Stream(address, Operation.PUT, 0, sizeBytes, keys, threads, true, 0, 0), Duration.ZERO);
    }

    /** All clients at once, for so long after a warm-up. */
    public Cell measure(String address, Operation operation, int sizeBytes, int keys, Duration time) {
        int millis = Math.toIntExact(time.toMillis());
        List<TaskResult> results = all(
                new Task.Stream(address, operation, 0, sizeBytes, keys, threads, false, warmUpMillis(), millis), time);
        Latencies latencies = new Latencies();
        double perSecond = 0;
        for (TaskResult result : results) {
            latencies.add(Latencies.decode(result.latencies()));
            perSecond += result.operations() * 1e9 / result.nanos();
        }
        return new Cell(workers.size() * threads, sizeBytes, operation, perSecond, latencies);
    }

    private int warmUpMillis() {
        return WARM_UP_MILLIS + WARM_UP_MILLIS_PER_PROCESS * workers.size();
    }

    private List<TaskResult> all(Task.Stream task, Duration time) {
        for (int i = 0; i < workers.size(); i++) {
            workers.get(i).send(task.withFirstClient(i * threads));
        }
        Duration deadline = time.plus(SLACK);
        return workers.stream().map(worker -> worker.await(task, deadline)).toList();
    }

    @Override
    public void close() {
        workers.forEach(Worker::close);
    }
}
