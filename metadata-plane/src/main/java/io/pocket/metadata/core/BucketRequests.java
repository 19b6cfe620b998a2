package io.pocket.metadata.core;

import io.pocket.metadata.record.BucketPlaced;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.BucketEntry;
import io.pocket.protocol.message.BucketList;
import io.pocket.protocol.message.BucketListReply;
import io.pocket.protocol.message.BucketOpen;
import io.pocket.protocol.message.BucketReply;
import io.pocket.protocol.message.ShardEntry;
import io.pocket.protocol.token.JobToken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** BUCKET_OPEN and BUCKET_LIST: the job's first shard says where buckets live, and places new ones. */
final class BucketRequests {
    private static final int RETRY_AFTER_MILLIS = 200;
    private static final int QUOTA_RETRY_AFTER_MILLIS = 1000;

    /** Room that a page's header needs within the longest body. */
    private static final int MAX_PAGE_LENGTH = FrameHeader.MAX_BODY_LENGTH - 64;

    private final ShardConfig config;
    private final ShardState state;
    private final StateWriter writer;
    private final BucketPlaces places;

    BucketRequests(ShardConfig config, ShardState state, StateWriter writer, BucketPlaces places) {
        this.config = config;
        this.state = state;
        this.writer = writer;
        this.places = places;
    }

    /**
     * Says where a bucket lives.
     *
     * @return whether it was placed now, and elsewhere, so that whoever waits here for a name in it waits in vain
     */
    boolean open(Call call, BucketOpen request) throws Refusal {
        JobState job = state.job(call.session().job());
        places.requireHome(job);
        Mutations.requireBucketName(request.bucket());
        if (request.create() && (call.session().principal().permissions() & JobToken.WRITE) == 0) {
            throw new Refusal(Status.FORBIDDEN, "the token does not permit to place a bucket: it is for reading only");
        }
        int known = job.directory().shardOf(request.bucket());
        int shard = known == BucketDirectory.NOWHERE ? place(call, job, request) : known;
        call.reply(state, new BucketReply(state.version(), shard, addressOf(shard)));
        return shard != known && shard != config.shardId();
    }

    private int place(Call call, JobState job, BucketOpen request) throws Refusal {
        if (!request.create()) {
            throw new Refusal(Status.NOT_FOUND, "no bucket '" + request.bucket() + "'");
        }
        if (job.directory().size() >= config.maxBucketsPerJob()) {
            throw new Refusal(
                    Status.QUOTA_EXCEEDED,
                    QUOTA_RETRY_AFTER_MILLIS,
                    "the job has " + config.maxBucketsPerJob()
                            + " buckets already: put more objects into each, or raise the shard's --max-buckets");
        }
        int shard = leastUsed(job);
        addressOf(shard);
        writer.execute(new BucketPlaced(call.nowMillis(), call.session().job(), request.bucket(), shard));
        return shard;
    }

    /** The first with fewest, so an added shard takes the new buckets until it has caught up. */
    private int leastUsed(JobState job) {
        int least = config.shardId();
        for (int shard : job.terms().shards()) {
            if (job.directory().countOn(shard) < job.directory().countOn(least)) {
                least = shard;
            }
        }
        return least;
    }

    private String addressOf(int shard) throws Refusal {
        ShardEntry entry = state.shardEntry(shard);
        if (entry == null) {
            throw new Refusal(
                    Status.UNAVAILABLE,
                    RETRY_AFTER_MILLIS,
                    "this shard has not been told the address of shard " + shard
                            + ": is the controller connected to it?");
        }
        return entry.address();
    }

    void list(Call call, BucketList request) throws Refusal {
        JobState job = state.job(call.session().job());
        places.requireHome(job);
        if (request.limit() < 1 || request.limit() > BucketList.MAX_LIMIT) {
            throw new Refusal(Status.INVALID_ARGUMENT, "limit is not within 1.." + BucketList.MAX_LIMIT);
        }
        if (!request.cursor().isEmpty()) {
            Mutations.requireBucketName(request.cursor());
        }
        call.reply(state, page(job.directory(), request));
    }

    private BucketListReply page(BucketDirectory directory, BucketList request) {
        List<BucketEntry> entries = new ArrayList<>();
        int length = 0;
        for (String bucket : directory.after(request.cursor())) {
            length += BucketEntry.MIN_LENGTH + bucket.getBytes(StandardCharsets.UTF_8).length;
            if (entries.size() == request.limit() || length > MAX_PAGE_LENGTH) {
                return new BucketListReply(state.version(), true, entries);
            }
            entries.add(new BucketEntry(bucket, directory.shardOf(bucket)));
        }
        return new BucketListReply(state.version(), false, entries);
    }
}
