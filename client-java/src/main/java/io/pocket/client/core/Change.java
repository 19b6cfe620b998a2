package io.pocket.client.core;

import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.BucketCreate;
import io.pocket.protocol.message.BucketDelete;
import io.pocket.protocol.message.Delete;
import io.pocket.protocol.message.Mutated;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.Rename;
import io.pocket.protocol.message.Request;
import java.util.function.Function;

/** Changes names or buckets, exactly once: repetitions after a lost connection are answered from the shard's log. */
public final class Change extends Operation<Mutated> {
    private final String bucket;
    private final Opening opening;
    private final Function<Mutation, Request> request;

    private Change(
            String verb,
            Object target,
            String bucket,
            Opening opening,
            Function<Mutation, Request> request,
            long deadlineNanos) {
        super(verb, target, deadlineNanos);
        this.bucket = bucket;
        this.opening = opening;
        this.request = request;
    }

    /**
     * Deletes an object.
     *
     * @param ifVersion version the object must have, 0 for any
     */
    public static Change delete(ObjectName name, long ifVersion, long deadlineNanos) {
        return new Change(
                "delete",
                name,
                name.bucket(),
                Opening.FIND,
                mutation -> new Delete(mutation, name, ifVersion),
                deadlineNanos);
    }

    /** Both names must be in one bucket. */
    public static Change rename(ObjectName from, ObjectName to, boolean ifAbsent, long deadlineNanos) {
        return new Change(
                "rename",
                from,
                from.bucket(),
                Opening.FIND,
                mutation -> new Rename(mutation, from, to, ifAbsent),
                deadlineNanos);
    }

    /**
     * Makes a bucket.
     *
     * @param defaultTtlMillis of objects put without one; 0 for none
     */
    public static Change createBucket(String bucket, long defaultTtlMillis, long deadlineNanos) {
        return new Change(
                "create bucket",
                bucket,
                bucket,
                Opening.CREATE,
                mutation -> new BucketCreate(mutation, bucket, defaultTtlMillis),
                deadlineNanos);
    }

    public static Change deleteBucket(String bucket, long deadlineNanos) {
        return new Change(
                "delete bucket",
                bucket,
                bucket,
                Opening.FIND,
                mutation -> new BucketDelete(mutation, bucket),
                deadlineNanos);
    }

    @Override
    String bucket() {
        return bucket;
    }

    @Override
    Opening opening() {
        return opening;
    }

    @Override
    void onStart() {
        mutate();
    }

    @Override
    Request mutation(Mutation mutation) {
        return request.apply(mutation);
    }

    @Override
    void onAnswer(Call answered) {
        if (answered.status() == Status.OK) {
            succeed((Mutated) answered.response());
        } else {
            failRefused(answered);
        }
    }
}
