package io.pocket.benchmarks.metadata;

import io.pocket.benchmarks.bed.PocketBed;
import io.pocket.benchmarks.bed.ProcessFigures;
import io.pocket.benchmarks.worker.Task;
import io.pocket.benchmarks.worker.TaskResult;
import io.pocket.benchmarks.worker.Worker;
import java.time.Duration;

/**
 * The load on a shard: COMMITs and LOOKUPs 1:1, one in a frame, 8 connections with 16 under way on each, from one thread of another
 * process. Names of 32 bytes, one chunk each, no inline bytes.
 */
public final class MetadataLoad {
    static final int CONNECTIONS = 8;
    static final int DEPTH = 16;

    private static final Duration SLACK = Duration.ofMinutes(1);

    private MetadataLoad() {}

    /**
     * What was done, at what cost.
     *
     * @param operations COMMITs and LOOKUPs
     * @param seconds elapsed
     * @param cpuSeconds of the shard's process: user and system, its collector included
     */
    public record Cost(long operations, double seconds, double cpuSeconds) {
        public double operationsPerCpuSecond() {
            return operations / cpuSeconds;
        }

        public double operationsPerSecond() {
            return operations / seconds;
        }
    }

    /**
     * Makes load for some time.
     *
     * @param names how many there are; when all are committed, the oldest are replaced
     * @param operationsMax ends after about so many, if the time is not over before
     */
    public static Cost run(
            PocketBed pocket, Worker driver, int names, Duration ttl, long operationsMax, Duration time) {
        ProcessFigures shard = new ProcessFigures(pocket.pid(PocketBed.SHARD));
        double before = shard.cpuSeconds();
        Task task = new Task.Metadata(
                pocket.connectionString(),
                CONNECTIONS,
                DEPTH,
                names,
                ttl.toMillis(),
                operationsMax,
                Math.toIntExact(time.toMillis()));
        TaskResult result = driver.run(task, time.plus(SLACK));
        return new Cost(result.operations(), result.nanos() / 1e9, shard.cpuSeconds() - before);
    }
}
