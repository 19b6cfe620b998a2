package io.pocket.benchmarks.worker;

import io.pocket.benchmarks.contender.Contender;
import io.pocket.benchmarks.contender.Key;
import io.pocket.benchmarks.contender.Values;
import io.pocket.benchmarks.stats.Latencies;
import java.io.IOException;

/** Carries out {@link Task.OneAtATime}. */
final class OneAtATimeRun {
    private OneAtATimeRun() {}

    static TaskResult of(Task.OneAtATime task, Contender contender, Values values) throws IOException {
        Key[] keys = Key.many(task.bucket(), task.keys());
        if (task.operation() != Operation.PUT && task.operation() != Operation.DELETE) {
            fill(contender, values, keys);
        }
        Exercise exercise = Exercise.of(task.operation(), contender, values);
        for (int i = 0; i < task.warmUp(); i++) {
            Key key = keys[i % keys.length];
            exercise.prepare(key);
            exercise.run(key);
            exercise.check(key);
        }
        Latencies latencies = new Latencies();
        Pace pace = new Pace(task.ratePerSecond());
        long sumNanos = 0;
        for (int i = 0; i < task.operations(); i++) {
            Key key = keys[i % keys.length];
            exercise.prepare(key);
            long start = pace.awaitNext();
            exercise.run(key);
            long nanos = System.nanoTime() - start;
            latencies.record(nanos);
            sumNanos += nanos;
            exercise.check(key);
        }
        return new TaskResult(latencies.encode(), task.operations(), sumNanos);
    }

    private static void fill(Contender contender, Values values, Key[] keys) throws IOException {
        for (Key key : keys) {
            contender.put(key, values.of(key));
        }
    }
}
