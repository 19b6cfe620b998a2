package io.pocket.benchmarks.throughput;

import io.pocket.benchmarks.stats.Latencies;
import io.pocket.benchmarks.worker.Operation;

/**
 * What so many clients did together with objects of one size.
 *
 * @param operationsPerSecond of all clients
 * @param latencies of single operations
 */
public record Cell(int clients, int sizeBytes, Operation operation, double operationsPerSecond, Latencies latencies) {
    /** Millions of bytes a second, of all clients. */
    public double megabytesPerSecond() {
        return operationsPerSecond * sizeBytes / 1e6;
    }
}
