package io.pocket.benchmarks.worker;

/**
 * What a worker answers.
 *
 * @param failure null if it did what it was asked
 * @param latencies of each operation, see {@link io.pocket.benchmarks.stats.Latencies#encode}; null where none are taken
 * @param operations how many were counted
 * @param nanos time that they took: one at a time, the sum of theirs
 * @param cpuShare of this time, how much the measuring thread ran: near 1, the client may be what limits; 0 where it is not taken
 */
public record TaskResult(String failure, String latencies, long operations, long nanos, double cpuShare) {
    TaskResult(String latencies, long operations, long nanos) {
        this(null, latencies, operations, nanos, 0);
    }

    static TaskResult failed(String reason) {
        return new TaskResult(reason, null, 0, 0, 0);
    }
}
