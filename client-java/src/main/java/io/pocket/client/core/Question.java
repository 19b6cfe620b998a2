package io.pocket.client.core;

import io.pocket.protocol.Bytes;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.BucketList;
import io.pocket.protocol.message.BucketListReply;
import io.pocket.protocol.message.Count;
import io.pocket.protocol.message.CountReply;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.ListNames;
import io.pocket.protocol.message.ListReply;
import io.pocket.protocol.message.ObjectReply;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import io.pocket.protocol.message.Stat;
import java.util.List;

/** Asks the shard one thing that changes nothing. */
public final class Question<R extends Response> extends Operation<R> {
    private final String bucket;
    private final Request request;
    private final Class<R> replyType;

    private Question(
            String verb, Object target, String bucket, Request request, Class<R> replyType, long deadlineNanos) {
        super(verb, target, deadlineNanos);
        this.bucket = bucket;
        this.request = request;
        this.replyType = replyType;
    }

    /** The object's record, without bytes and places. */
    public static Question<ObjectReply> stat(ObjectName name, long deadlineNanos) {
        return new Question<>("stat", name, name.bucket(), new Stat(name), ObjectReply.class, deadlineNanos);
    }

    /**
     * One page of names.
     *
     * @param prefix with at least a bucket and its slash
     * @param cursor names after this one; empty for the first page
     * @param limit 1 to {@link ListNames#MAX_LIMIT}
     */
    public static Question<ListReply> list(String prefix, Bytes cursor, int limit, long deadlineNanos) {
        ListNames request = new ListNames(Bytes.utf8(prefix), cursor, limit);
        return new Question<>("list", prefix, bucketOf(prefix), request, ListReply.class, deadlineNanos);
    }

    /** How many objects start with the prefix, which holds at least a bucket and its slash. */
    public static Question<CountReply> count(String prefix, long deadlineNanos) {
        Count request = new Count(Bytes.utf8(prefix));
        return new Question<>("count", prefix, bucketOf(prefix), request, CountReply.class, deadlineNanos);
    }

    /**
     * One page of the job's buckets.
     *
     * @param cursor buckets after this one; empty for the first page
     * @param limit 1 to {@link BucketList#MAX_LIMIT}
     */
    public static Question<BucketListReply> buckets(String cursor, int limit, long deadlineNanos) {
        BucketList request = new BucketList(cursor, limit);
        return new Question<>("list buckets after", cursor, null, request, BucketListReply.class, deadlineNanos);
    }

    private static String bucketOf(String prefix) {
        return prefix.substring(0, prefix.indexOf('/'));
    }

    @Override
    String bucket() {
        return bucket;
    }

    @Override
    void onStart() {
        ask(request, Lane.NEVER);
    }

    @Override
    void onShardChanged(ShardSession former) {
        onStart();
    }

    /** Nothing is in a bucket that does not exist. */
    @Override
    void onBucketMissing(Call answered) {
        long asOf = ((ErrorReply) answered.response()).asOf();
        if (replyType == ListReply.class) {
            succeed(replyType.cast(new ListReply(asOf, false, List.of())));
        } else if (replyType == CountReply.class) {
            succeed(replyType.cast(new CountReply(asOf, 0, 0)));
        } else {
            failRefused(answered);
        }
    }

    @Override
    void onAnswer(Call answered) {
        if (answered.status() == Status.OK) {
            succeed(replyType.cast(answered.response()));
        } else {
            failRefused(answered);
        }
    }
}
