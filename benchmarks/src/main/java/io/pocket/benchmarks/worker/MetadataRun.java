package io.pocket.benchmarks.worker;

import io.pocket.benchmarks.load.LoadDriver;
import io.pocket.benchmarks.load.MetadataMix;
import io.pocket.benchmarks.raw.RawSession;
import io.pocket.protocol.ConnectionString;
import java.io.IOException;
import java.time.Duration;

/** Carries out {@link Task.Metadata}. */
final class MetadataRun {
    private MetadataRun() {}

    static TaskResult of(Task.Metadata task) throws IOException {
        ConnectionString job = ConnectionString.parse(task.address());
        try (LoadDriver driver = new LoadDriver(task.depth())) {
            for (int client = 0; client < task.connections(); client++) {
                RawSession session = RawSession.toShard(job);
                driver.add(
                        session.channel(),
                        new MetadataMix(
                                session.greeting(), client, task.names() / task.connections(), task.ttlMillis()));
            }
            long startNanos = System.nanoTime();
            driver.start();
            driver.runFor(Duration.ofMillis(task.millisMax()), task.operationsMax());
            driver.drain();
            return new TaskResult(null, driver.answered(), System.nanoTime() - startNanos);
        }
    }
}
