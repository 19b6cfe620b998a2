package io.pocket.benchmarks.worker;

/**
 * What a worker answers.
 *
 * @param failure null if it did what it was asked
 * @param latencies of each operation, see {@link io.pocket.benchmarks.stats.Latencies#encode}; null where none are taken
 * @param operations how many were counted
 * @param nanos time that they took: one at a time, the sum of theirs
 */
public record TaskResult(String failure, String latencies, long operations, long nanos) {
    static TaskResult failed(String reason) {
        return new TaskResult(reason, null, 0, 0);
    }
}
