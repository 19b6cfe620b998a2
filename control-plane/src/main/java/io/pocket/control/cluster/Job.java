package io.pocket.control.cluster;

import io.pocket.control.placement.Demand;
import io.pocket.control.placement.Placement;
import java.time.Instant;

/**
 * A registered job.
 *
 * @param number never given to another job
 * @param mapEpoch of its weight map; grows with each change of a node that the map names
 * @param tokenExpiresAt end of its last token, in whole seconds; the job is dropped then
 * @param confirmed its shards know it and its owner may be told; a job that a restart finds unconfirmed is dropped
 */
public record Job(
        long number,
        String name,
        Demand demand,
        Placement placement,
        long mapEpoch,
        Instant registeredAt,
        Instant tokenExpiresAt,
        boolean confirmed) {

    /** How people and clients call it: {@code sort-17}. */
    public String id() {
        return name + "-" + number;
    }

    Job asConfirmed() {
        return new Job(number, name, demand, placement, mapEpoch, registeredAt, tokenExpiresAt, true);
    }

    /** Whether a shard that it does not have may take new buckets of it. */
    public boolean takesShard(int shard) {
        return placement.shards().size() < demand.shards()
                && !placement.shards().contains(shard);
    }

    Job withShard(int shard) {
        return new Job(
                number, name, demand, placement.withShard(shard), mapEpoch, registeredAt, tokenExpiresAt, confirmed);
    }

    Job withNextMapEpoch() {
        return new Job(number, name, demand, placement, mapEpoch + 1, registeredAt, tokenExpiresAt, confirmed);
    }
}
