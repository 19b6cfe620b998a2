package io.pocket.benchmarks.worker;

import io.pocket.benchmarks.contender.Key;
import io.pocket.benchmarks.contender.PocketContender;
import io.pocket.benchmarks.contender.Values;
import io.pocket.benchmarks.stats.Latencies;
import java.io.IOException;

/** One client of {@link Task.Stream}: its own connection, names and buffers. For one thread at a time. */
final class StreamClient implements AutoCloseable {
    private final PocketContender contender;
    private final Values values;
    private final Key[] keys;

    /** @param number among the clients of all processes */
    StreamClient(Task.Stream task, int number) {
        contender = new PocketContender(task.address(), task.sizeBytes());
        values = new Values(task.sizeBytes());
        keys = Key.many("stream-" + number, task.keys());
    }

    /** Puts every name once. */
    void fill() {
        for (Key key : keys) {
            contender.put(key, values.of(key));
        }
    }

    /**
     * Operations one after the other until the time is over.
     *
     * @return those begun after the warm-up; the time is theirs from the begin of the first to the end of the last
     */
    Stretch run(Operation operation, long warmUpNanos, long nanos) throws IOException {
        Exercise exercise = Exercise.of(operation, contender, values);
        Latencies latencies = new Latencies();
        long from = System.nanoTime() + warmUpNanos;
        long firstNanos = 0;
        long start = System.nanoTime();
        for (int i = 0; start - from < nanos || latencies.count() == 0; i++) {
            Key key = keys[i % keys.length];
            exercise.prepare(key);
            exercise.run(key);
            long end = System.nanoTime();
            exercise.check(key);
            if (start - from >= 0) {
                firstNanos = latencies.count() == 0 ? start : firstNanos;
                latencies.record(end - start);
            }
            start = System.nanoTime();
        }
        return new Stretch(latencies, start - firstNanos);
    }

    /**
     * What one client did.
     *
     * @param nanos at least 1
     */
    record Stretch(Latencies latencies, long nanos) {
        double perSecond() {
            return latencies.count() * 1e9 / nanos;
        }
    }

    @Override
    public void close() {
        contender.close();
    }
}
