package io.pocket.metadata.core;

import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import java.util.List;

/** Refuses what another shard of the job has to answer, and counts how often. */
final class BucketPlaces {
    private final int here;
    private final ShardState state;
    private final ShardRules rules;
    private long refusals;

    BucketPlaces(int here, ShardState state, ShardRules rules) {
        this.here = here;
        this.state = state;
        this.rules = rules;
    }

    /**
     * The bucket lives on this shard, or would if it came into being now. A mutation asks only after its former result was looked for: so
     * the refusal says that no earlier sending of it took effect either.
     */
    void requireHere(Call call, String bucket) throws Refusal {
        JobState job = state.job(call.session().job());
        if (mayBeElsewhere(job) && rules.isElsewhere(job.directory(), bucket)) {
            refusals++;
            throw new Refusal(
                    Status.WRONG_SHARD,
                    "bucket '" + bucket + "' lives on shard " + job.directory().shardOf(bucket)
                            + " of the job: BUCKET_OPEN tells its address");
        }
    }

    /** As above. No bucket's name is made of the object's while all buckets are here, as those of a job with one shard always are. */
    void requireHere(Call call, ObjectName name) throws Refusal {
        if (mayBeElsewhere(state.job(call.session().job()))) {
            requireHere(call, name.bucket());
        }
    }

    private static boolean mayBeElsewhere(JobState job) {
        return job != null && job.directory().countElsewhere() > 0;
    }

    /** This is the job's first shard. */
    void requireHome(JobState job) throws Refusal {
        List<Integer> shards = job.terms().shards();
        if (!shards.isEmpty() && shards.getFirst() != here) {
            refusals++;
            throw new Refusal(
                    Status.WRONG_SHARD,
                    "shard " + shards.getFirst() + " knows where the job's buckets live, not shard " + here
                            + ": ask the first one of the connection string");
        }
    }

    /** WRONG_SHARD answers since the start. */
    long refusals() {
        return refusals;
    }
}
