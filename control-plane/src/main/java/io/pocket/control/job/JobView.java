package io.pocket.control.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pocket.control.cluster.ClusterState;
import io.pocket.control.cluster.Job;
import io.pocket.control.placement.Demand;
import io.pocket.control.placement.Placement.Share;
import io.pocket.control.quota.Quotas;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.Tier;
import io.pocket.protocol.WeightMap;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A job as the interface shows it.
 *
 * @param token base64url without padding; a secret, in the answer to the registration only
 * @param connectionString all that a function needs; a secret, in the answer to the registration only
 * @param weightMap left out of lists
 * @param quotas left out where there is none; 0 for one that there is not
 * @param spaces connection strings by name of space; secrets, in the answer to the registration only
 * @param hints the effective ones; {@code derived} names those that were not given
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record JobView(
        String id,
        long number,
        String name,
        Instant registeredAt,
        String token,
        Instant tokenExpiresAt,
        String connectionString,
        List<JobShard> shards,
        JobMap weightMap,
        Demand hints,
        Quotas quotas,
        Long defaultTtlSeconds,
        Map<String, String> spaces) {

    /** One of the job's shards. */
    record JobShard(int shardId, HostPort address) {}

    /** Where the job's chunks go. */
    record JobMap(long epoch, List<Tier> tiers, List<Entry> entries) {}

    /**
     * One node of the map.
     *
     * @param weight 0 for spill only
     * @param guaranteedBytes set aside for the job
     */
    record Entry(int nodeId, long incarnation, Tier tier, int weight, String address, long guaranteedBytes) {}

    /** For lists: a map can have hundreds of entries. */
    static JobView withoutMap(Job job, ClusterState state) {
        return new JobView(
                job.id(),
                job.number(),
                job.name(),
                job.registeredAt(),
                null,
                job.tokenExpiresAt(),
                null,
                shards(job, state),
                null,
                job.demand(),
                quotas(job),
                defaultTtlSeconds(job),
                null);
    }

    private static Quotas quotas(Job job) {
        return job.terms().quotas().equals(Quotas.NONE) ? null : job.terms().quotas();
    }

    private static Long defaultTtlSeconds(Job job) {
        return job.terms().defaultTtlSeconds() == 0 ? null : job.terms().defaultTtlSeconds();
    }

    static JobView of(Job job, ClusterState state) {
        return of(job, state, null, null, null);
    }

    static JobView of(Job job, ClusterState state, String token, String connectionString, Map<String, String> spaces) {
        return new JobView(
                job.id(),
                job.number(),
                job.name(),
                job.registeredAt(),
                token,
                job.tokenExpiresAt(),
                connectionString,
                shards(job, state),
                map(job, state),
                job.demand(),
                quotas(job),
                defaultTtlSeconds(job),
                spaces);
    }

    static List<JobShard> shards(Job job, ClusterState state) {
        return job.placement().shards().stream()
                .map(id -> new JobShard(id, state.shards().get(id).address()))
                .toList();
    }

    private static JobMap map(Job job, ClusterState state) {
        WeightMap map = state.weightMap(job);
        List<Share> shares = job.placement().shares();
        List<Entry> entries = IntStream.range(0, shares.size())
                .mapToObj(i -> entry(map.members().get(i), shares.get(i)))
                .toList();
        return new JobMap(map.epoch(), map.tierOrder(), entries);
    }

    private static Entry entry(WeightMap.Member member, Share share) {
        return new Entry(
                member.nodeId(),
                member.incarnation(),
                member.tier(),
                member.weight(),
                member.address(),
                share.guaranteedBytes());
    }
}
