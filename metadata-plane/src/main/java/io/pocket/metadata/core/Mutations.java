package io.pocket.metadata.core;

import io.pocket.metadata.record.BucketCreated;
import io.pocket.metadata.record.BucketDeleted;
import io.pocket.metadata.record.ClaimEnded;
import io.pocket.metadata.record.Deleted;
import io.pocket.metadata.record.FloorRaised;
import io.pocket.metadata.record.Renamed;
import io.pocket.metadata.record.ResultImage;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.BucketCreate;
import io.pocket.protocol.message.BucketDelete;
import io.pocket.protocol.message.ClaimEnd;
import io.pocket.protocol.message.Delete;
import io.pocket.protocol.message.Mutated;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.Rename;
import io.pocket.protocol.message.Renew;
import io.pocket.protocol.message.Renewed;
import java.nio.charset.StandardCharsets;

/** Requests that change names, COMMIT excepted. */
final class Mutations {
    private static final int MAX_BUCKET_LENGTH = ObjectName.MAX_LENGTH - 2;

    private final ShardConfig config;
    private final ShardState state;
    private final StateWriter writer;
    private final ShardRules rules;
    private final Objects objects;

    Mutations(ShardConfig config, ShardState state, StateWriter writer, ShardRules rules, Objects objects) {
        this.config = config;
        this.state = state;
        this.writer = writer;
        this.rules = rules;
        this.objects = objects;
    }

    /**
     * What every mutation passes first.
     *
     * @return the logged result when this repeats an earlier mutation, otherwise null
     */
    ResultImage begin(Call call, Mutation mutation) throws Refusal {
        UploadState upload = requireUpload(call, mutation.upload());
        ResultImage former = rules.formerResult(upload, mutation);
        if (former != null) {
            return former;
        }
        if (Integer.compareUnsigned(mutation.sequence(), upload.acknowledgedBelow()) < 0) {
            throw new Refusal(
                    Status.RESULT_FORGOTTEN,
                    "sequence " + mutation.sequence()
                            + " was acknowledged before: the client repeats what it finished");
        }
        if (upload.unacknowledged() >= config.maxUnacknowledged()
                && upload.unacknowledgedFrom(mutation.acknowledgedBelow()) >= config.maxUnacknowledged()) {
            throw new Refusal(Status.BUSY, "more than " + config.maxUnacknowledged() + " results are unacknowledged");
        }
        return null;
    }

    UploadState requireUpload(Call call, long id) throws Refusal {
        UploadState upload = state.upload(id);
        if (!rules.isUploadUsable(upload) || upload == null) {
            throw new Refusal(Status.UPLOAD_EXPIRED, "upload " + id + " has expired: say HELLO again");
        }
        if (upload.job() != call.session().job()) {
            throw new Refusal(Status.FORBIDDEN, "upload " + id + " belongs to another job");
        }
        if (rules.isFenced(upload, call.session())) {
            throw new Refusal(Status.FORBIDDEN, "upload " + id + " is used by another connection");
        }
        return upload;
    }

    private void replyMutated(Call call, ResultImage result) {
        call.reply(state, new Mutated(result.version(), result.affected()));
    }

    /** @param upload looked up before the mutation, which may be the last to need it */
    private void replyMutated(Call call, UploadState upload, Mutation mutation) {
        replyMutated(call, upload.result(mutation.sequence()));
    }

    void delete(Call call, Delete request) throws Refusal {
        ResultImage former = begin(call, request.mutation());
        if (former != null) {
            replyMutated(call, former);
            return;
        }
        ObjectRecord object = objects.require(call, request.name());
        if (request.ifVersion() != 0 && request.ifVersion() != object.version()) {
            throw objects.conditionFailed(request.name(), object);
        }
        UploadState upload = state.upload(request.mutation().upload());
        writer.execute(
                new Deleted(call.nowMillis(), request.mutation(), call.session().job(), request.name()));
        replyMutated(call, upload, request.mutation());
    }

    void rename(Call call, Rename request) throws Refusal {
        ResultImage former = begin(call, request.mutation());
        UploadState upload = state.upload(request.mutation().upload());
        if (former == null) {
            checkRename(call, request);
            writer.execute(new Renamed(
                    call.nowMillis(), request.mutation(), call.session().job(), request.from(), request.to()));
        }
        replyMutated(call, upload, request.mutation());
    }

    private void checkRename(Call call, Rename request) throws Refusal {
        if (!request.from().bucket().equals(request.to().bucket())) {
            throw new Refusal(
                    Status.INVALID_ARGUMENT,
                    "'" + request.to() + "' is in another bucket than '" + request.from() + "': copy it instead");
        }
        if (request.from().equals(request.to())) {
            throw new Refusal(Status.INVALID_ARGUMENT, "'" + request.from() + "' cannot be renamed to itself");
        }
        objects.require(call, request.from());
        if (request.ifAbsent() && objects.find(call, request.to()) != null) {
            throw new Refusal(Status.EXISTS, "'" + request.to() + "' exists");
        }
        objects.requireRoomToChange();
    }

    void endClaim(Call call, ClaimEnd request) throws Refusal {
        ResultImage former = begin(call, request.mutation());
        UploadState upload = state.upload(request.mutation().upload());
        if (former == null) {
            checkClaim(call, request);
            writer.execute(new ClaimEnded(
                    call.nowMillis(), request.mutation(), call.session().job(), request.name(), request.consumed()));
        }
        replyMutated(call, upload, request.mutation());
    }

    private void checkClaim(Call call, ClaimEnd request) throws Refusal {
        ObjectRecord object = objects.find(call, request.name());
        if (object == null || !rules.holdsClaim(object, request.claimId(), call.nowMillis())) {
            throw new Refusal(
                    Status.CLAIM_LOST, "the claim on '" + request.name() + "' has ended: it may be consumed again");
        }
    }

    void createBucket(Call call, BucketCreate request) throws Refusal {
        ResultImage former = begin(call, request.mutation());
        UploadState upload = state.upload(request.mutation().upload());
        if (former == null) {
            requireBucketName(request.bucket());
            objects.requireHere(call, request.bucket());
            writer.execute(new BucketCreated(
                    call.nowMillis(),
                    request.mutation(),
                    call.session().job(),
                    request.bucket(),
                    request.defaultTtlMillis()));
        }
        replyMutated(call, upload, request.mutation());
    }

    static void requireBucketName(String bucket) throws Refusal {
        int length = bucket.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > MAX_BUCKET_LENGTH || bucket.indexOf('/') >= 0) {
            throw new Refusal(
                    Status.INVALID_ARGUMENT,
                    "bucket '" + bucket + "' must have 1 to " + MAX_BUCKET_LENGTH + " bytes and no slash");
        }
    }

    void deleteBucket(Call call, BucketDelete request) throws Refusal {
        ResultImage former = begin(call, request.mutation());
        UploadState upload = state.upload(request.mutation().upload());
        if (former == null) {
            objects.requireHere(call, request.bucket());
            if (state.job(call.session().job()).bucket(request.bucket()) == null) {
                throw new Refusal(Status.NOT_FOUND, "no bucket '" + request.bucket() + "'");
            }
            writer.execute(new BucketDeleted(
                    call.nowMillis(), request.mutation(), call.session().job(), request.bucket()));
        }
        replyMutated(call, upload, request.mutation());
    }

    /** The floor is logged before the audit may free what lies below it. */
    void renew(Call call, Renew request) throws Refusal {
        UploadState upload = requireUpload(call, request.upload());
        if (Integer.compareUnsigned(request.chunkFloor(), upload.chunkFloor()) > 0) {
            writer.execute(new FloorRaised(call.nowMillis(), request.upload(), request.chunkFloor()));
        }
        call.reply(state, new Renewed(config.uploadLeaseMillis()));
    }
}
