package io.pocket.simulator;

import io.pocket.metadata.core.BatchLimits;
import io.pocket.metadata.core.ShardConfig;

/**
 * Size of a simulated run.
 *
 * @param clients each with one operation at a time
 * @param operations of all clients together
 * @param faults crashes, breaks, stalls and freezes during the operations, at least
 * @param nodes data nodes
 * @param names different object names; few, so that clients meet
 * @param nodeCapacityBytes of each node
 * @param chunkSize longest chunk, small so that objects have several
 * @param inlineLimit largest inline object
 */
public record SimulationConfig(
        int clients,
        int operations,
        int faults,
        int nodes,
        int names,
        int nodeCapacityBytes,
        int chunkSize,
        int inlineLimit) {
    private static final int UPLOAD_LEASE_MILLIS = 2_000;

    /** What CI runs, a thousand times. */
    public static SimulationConfig standard() {
        return new SimulationConfig(6, 1_000, 6, 3, 12, 256 << 10, 1024, 128);
    }

    ShardConfig shard(int id, long logId, long epoch) {
        return new ShardConfig(
                id,
                logId,
                epoch,
                UPLOAD_LEASE_MILLIS,
                inlineLimit,
                chunkSize,
                1_000,
                1_000,
                10_000,
                10_000,
                64,
                5_000,
                BatchLimits.defaults());
    }
}
