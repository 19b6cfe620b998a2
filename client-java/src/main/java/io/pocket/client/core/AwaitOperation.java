package io.pocket.client.core;

import io.pocket.protocol.Bytes;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.AwaitCount;
import io.pocket.protocol.message.CountReply;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.ObjectReply;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;

/**
 * Waits for something to be there. The shard answers before the connection would count as silent; it is asked again while there is time.
 */
public final class AwaitOperation<R extends Response> extends Operation<R> {
    private final String bucket;
    private final Request request;
    private final Class<R> replyType;
    private final FailureKind whenLate;
    private long patienceNanos;
    private Failure missing;

    private AwaitOperation(
            Object target,
            String bucket,
            Request request,
            Class<R> replyType,
            FailureKind whenLate,
            long deadlineNanos) {
        super("await", target, deadlineNanos);
        this.bucket = bucket;
        this.request = request;
        this.replyType = replyType;
        this.whenLate = whenLate;
    }

    /** The record of an object, without its bytes, as soon as there is one. */
    public static AwaitOperation<ObjectReply> object(ObjectName name, long deadlineNanos) {
        Lookup request = new Lookup(Lookup.AWAIT | Lookup.NO_INLINE, name, 0, Mutation.NONE, 0);
        return new AwaitOperation<>(
                name, name.bucket(), request, ObjectReply.class, FailureKind.NO_SUCH_OBJECT, deadlineNanos);
    }

    /**
     * How many objects start with a prefix, as soon as there are enough.
     *
     * @param prefix with at least a bucket and its slash
     * @param atLeast objects that are enough, at least 1
     */
    public static AwaitOperation<CountReply> count(String prefix, long atLeast, long deadlineNanos) {
        AwaitCount request = new AwaitCount(Bytes.utf8(prefix), atLeast);
        String bucket = prefix.substring(0, prefix.indexOf('/'));
        return new AwaitOperation<>(
                prefix, bucket, request, CountReply.class, FailureKind.DEADLINE_EXCEEDED, deadlineNanos);
    }

    @Override
    String bucket() {
        return bucket;
    }

    /** Who waits, waits at the shard on which the bucket will be. */
    @Override
    Opening opening() {
        return Opening.CREATE_IF_PERMITTED;
    }

    @Override
    void onBucketMissing(Call answered) {
        findShardLater(answered);
    }

    @Override
    void onStart() {
        askAgain();
    }

    @Override
    void onShardChanged(ShardSession former) {
        askAgain();
    }

    private void askAgain() {
        long sliceMax = lane().config().silenceTimeout().toNanos() / 5 * 4;
        patienceNanos = Math.min(sliceMax, deadlineNanos() - lane().nowNanos());
        ask(request, patienceNanos);
    }

    /** The end of the time it was given is no refusal, unless the shard says so before that time. */
    @Override
    boolean isTransient(Call answered) {
        return answered.status() == Status.DEADLINE_EXCEEDED ? isEarly(answered) : super.isTransient(answered);
    }

    private boolean isEarly(Call answered) {
        return lane().nowNanos() - answered.sentAtNanos() < patienceNanos / 2;
    }

    @Override
    void onAnswer(Call answered) {
        if (answered.status() == Status.OK) {
            succeed(replyType.cast(answered.response()));
        } else if (answered.status() == Status.DEADLINE_EXCEEDED) {
            missing = Failure.notThere(whenLate, subject(), answered.response());
            askAgain();
        } else {
            failRefused(answered);
        }
    }

    @Override
    Failure obstacle() {
        return missing != null ? missing : Failure.notThere(whenLate, subject(), null);
    }
}
