package io.pocket.control.job;

import io.pocket.control.cluster.ClusterState;
import io.pocket.control.cluster.Job;
import io.pocket.control.job.JobView.JobShard;
import io.pocket.control.placement.Demand;
import io.pocket.control.quota.Quotas;
import java.time.Instant;
import java.util.List;

/**
 * A space as the interface shows it.
 *
 * @param number a space and a job never have the same
 * @param quotas 0 for none
 */
record SpaceView(
        String name,
        long number,
        Instant createdAt,
        long defaultTtlSeconds,
        Quotas quotas,
        List<JobShard> shards,
        Demand hints) {

    static SpaceView of(Job space, ClusterState state) {
        return new SpaceView(
                space.name(),
                space.number(),
                space.registeredAt(),
                space.terms().defaultTtlSeconds(),
                space.terms().quotas(),
                JobView.shards(space, state),
                space.demand());
    }
}
