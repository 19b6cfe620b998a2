package io.pocket.simulator;

import io.pocket.metadata.core.BatchLimits;
import io.pocket.metadata.core.ShardConfig;

/**
 * Size of a simulated run.
 *
 * @param clients each with one operation at a time; they are spread over the jobs
 * @param jobs at any time; a dropped one is followed by a new one
 * @param operations of all clients together
 * @param faults crashes, breaks, stalls, freezes, drops and so on during the operations, at least
 * @param nodes data nodes
 * @param names different object names of a job; few, so that clients meet
 * @param nodeCapacityBytes of each node
 * @param guaranteedBytes promised to each job on each node
 * @param chunkSize longest chunk, small so that objects have several
 * @param inlineLimit largest inline object
 * @param inlineCapacityBytes all inline bytes of a shard
 */
public record SimulationConfig(
        int clients,
        int jobs,
        int operations,
        int faults,
        int nodes,
        int names,
        int nodeCapacityBytes,
        int guaranteedBytes,
        int chunkSize,
        int inlineLimit,
        int inlineCapacityBytes) {
    static final int UPLOAD_LEASE_MILLIS = 2_000;
    static final int MAX_CLAIM_LEASE_MILLIS = 3_000;
    private static final int MAX_BUCKETS_PER_JOB = 1_000;
    private static final int MAX_STREAMS_PER_JOB = 100;

    static final int MAX_PARKED = 3;
    static final int MAX_UPLOADS = 10;

    private static final int MAX_PARK_MILLIS = 10_000;
    private static final int MAX_UNACKNOWLEDGED = 64;

    /** What CI runs, a thousand times. */
    public static SimulationConfig standard() {
        return new SimulationConfig(6, 2, 1_000, 6, 3, 8, 24 << 10, 7 << 10, 1024, 128, 256);
    }

    SimulationConfig withNodeCapacityBytes(int bytes) {
        return new SimulationConfig(
                clients,
                jobs,
                operations,
                faults,
                nodes,
                names,
                bytes,
                guaranteedBytes,
                chunkSize,
                inlineLimit,
                inlineCapacityBytes);
    }

    ShardConfig shard(int id, long logId, long epoch) {
        return new ShardConfig(
                id,
                logId,
                epoch,
                UPLOAD_LEASE_MILLIS,
                inlineLimit,
                chunkSize,
                MAX_BUCKETS_PER_JOB,
                MAX_PARKED,
                MAX_PARK_MILLIS,
                MAX_UPLOADS,
                MAX_UNACKNOWLEDGED,
                MAX_CLAIM_LEASE_MILLIS,
                MAX_STREAMS_PER_JOB,
                BatchLimits.defaults());
    }
}
