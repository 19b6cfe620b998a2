package io.pocket.client.core;

import io.pocket.protocol.Status;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.message.BucketOpen;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.Request;
import java.nio.ByteBuffer;

/**
 * One call of a client, from start to outcome. It asks the shard on which its bucket lives one thing at a time, and is told when the answer cannot be had under
 * the same upload any more. What only means "not now" is repeated here, after the pause the server asks for or a back-off.
 *
 * @param <T> what it brings
 */
public abstract class Operation<T> {
    /** What is to be done about a bucket that has no shard yet. */
    enum Opening {
        /** It does not exist. */
        FIND,
        /** It gets one. */
        CREATE,
        /** It gets one if the token permits that, else it does not exist. */
        CREATE_IF_PERMITTED
    }

    private final String verb;
    private final Object target;
    private long startNanos;
    private long deadlineNanos;
    private Lane lane;
    private Outcome<T> outcome;
    private boolean started;

    /** The shard that it works with; null before it is known and ready. */
    private Link shard;
    /** The shard that it is about to work with is not known, or not ready. */
    private boolean seeking = true;
    /** While seeking: the shard, once it is known. */
    private Link heading;

    private boolean mayNotCreate;
    private int detours;
    private OperationGroup<?> group;
    private int groupIndex;
    private int chunksUnderWay;

    private Call question;
    /** Which shard is asked {@link #question}. */
    private Link asked;

    private int refusals;
    private long repeatAtNanos = Lane.NEVER;

    /**
     * @param verb for messages: what is done
     * @param target for messages: to which object
     * @param deadlineNanos when the operation fails at the latest, on the driver's clock
     */
    Operation(String verb, Object target, long deadlineNanos) {
        this.verb = verb;
        this.target = target;
        this.deadlineNanos = deadlineNanos;
    }

    /**
     * Does a few microseconds of work that would have to be done later, while nothing has come from the network.
     *
     * @return whether there was any; it is to be asked again then, after a look at the network
     */
    public boolean workWhileWaiting() {
        return false;
    }

    public final boolean isDone() {
        return outcome != null;
    }

    /** Null until the operation is done. */
    public final Outcome<T> outcome() {
        return outcome;
    }

    /** Moves the deadline. For streams: each of their calls has one of its own. */
    public final void deadline(long nanos) {
        deadlineNanos = nanos;
    }

    final boolean isStarted() {
        return started && outcome == null;
    }

    final String subject() {
        return verb + " '" + target + "'";
    }

    /** When it fails at the latest, on the driver's clock. */
    public final long deadlineNanos() {
        return deadlineNanos;
    }

    final Lane lane() {
        return lane;
    }

    final void attach(Lane owner) {
        if (lane != null) {
            throw new IllegalStateException(subject() + " was started before");
        }
        lane = owner;
        startNanos = owner.nowNanos();
    }

    /** The shard on which its bucket lives; not null once {@link #onStart} was called. */
    final Link shard() {
        return shard;
    }

    final ShardSession session() {
        return shard.session();
    }

    /** When it was handed to the lane. */
    final long startNanos() {
        return startNanos;
    }

    /** It is one of several of one call. */
    final void join(OperationGroup<?> owner, int index) {
        group = owner;
        groupIndex = index;
    }

    final int groupIndex() {
        return groupIndex;
    }

    // Chunks that are read or written; a group shares the bound of one operation

    final int chunksUnderWay() {
        return chunksUnderWay;
    }

    /** Whether another chunk may be under way. In a group {@link #onTurn} follows if not. */
    final boolean mayHaveAnotherChunk() {
        return group == null ? chunksUnderWay < lane.config().chunksUnderWay() : group.mayMemberHaveAnotherChunk(this);
    }

    final void chunkBegan() {
        chunksUnderWay++;
        if (group != null) {
            group.memberChunkBegan();
        }
    }

    final void chunkEnded() {
        chunksUnderWay--;
        if (group != null) {
            group.memberChunksEnded(1);
        }
    }

    // For subclasses

    /** The bucket that it is about; null when the job's first shard is meant, whatever it is about. */
    abstract String bucket();

    Opening opening() {
        return Opening.FIND;
    }

    /** The bucket has no shard, so nothing is in it. */
    void onBucketMissing(Call answered) {
        failRefused(answered);
    }

    /** Another chunk may be under way. */
    void onTurn() {}

    /** It is not to go on, for this reason. */
    void abort(Failure failure) {
        fail(failure);
    }

    /** The shard answers, for the first time. */
    abstract void onStart();

    /**
     * The bucket lives on another shard than the one that was asked, which did not carry out what it was asked; start again there.
     *
     * @param former what the lane is to the shard that was left
     */
    void onShardChanged(ShardSession former) {
        onUploadReplaced();
    }

    /** The answer to {@link #ask} or {@link #mutate}. */
    abstract void onAnswer(Call answered);

    /** The request of {@link #mutate}. */
    Request mutation(Mutation mutation) {
        throw new IllegalStateException(subject() + " mutates nothing");
    }

    /** The payload of {@link #mutate}, null for none. */
    ByteBuffer mutationPayload() {
        return null;
    }

    /** Whether the mutation under way, carried out, outlives the upload, so that the caller must know if its outcome is unknown. */
    boolean leavesTrace() {
        return true;
    }

    /** What was asked under the former upload was certainly not carried out; start again under the new one. */
    void onUploadReplaced() {
        mutate();
    }

    /** The answer to another call than the shard question. */
    void onOtherAnswer(Call answered) {
        throw new IllegalStateException(subject() + " asked nothing else");
    }

    /** A node's connection ended, or was refused with this status, before the answer to this call came. Another one may do. */
    void onNodeLost(Call call, Status status, String reason) {
        throw new IllegalStateException(subject() + " uses no nodes");
    }

    /** See {@link Lane#payloadTarget}. */
    ByteBuffer payloadTarget(Call call, int lengthBytes) {
        return null;
    }

    /** Whether an answer means only that the same request may be granted later. */
    boolean isTransient(Call answered) {
        return switch (answered.status()) {
            case BUSY, UNAVAILABLE, UNKNOWN_JOB, NOT_PRIMARY, STORAGE_FULL, QUOTA_EXCEEDED, DEADLINE_EXCEEDED -> true;
            default -> false;
        };
    }

    /** Timers of the subclass. */
    long otherTimerNanos() {
        return Lane.NEVER;
    }

    void onOtherTimer() {}

    /** What stands in the way when the deadline comes; null when nothing is known. */
    Failure obstacle() {
        return null;
    }

    /** It is over: give buffers back. */
    void onEnd() {}

    final void succeed(T value) {
        end(new Outcome.Value<>(value));
    }

    final void fail(Failure failure) {
        boolean unknown = question != null && question.isMutation() && question.isOutcomeUnknown() && leavesTrace();
        end(new Outcome.Failed<>(unknown && !failure.outcomeUnknown() ? failure.withOutcomeUnknown() : failure));
    }

    final void fail(FailureKind kind, String text) {
        fail(Failure.of(kind, subject() + ": " + text));
    }

    final void failRefused(Call answered) {
        Failure failure =
                Failure.refused(subject(), answered.status(), answered.retryAfterMillis(), answered.response());
        boolean unknown = answered.isMutation()
                && answered.isOutcomeUnknown()
                && leavesTrace()
                && !settlesEarlierSending(answered.status());
        fail(unknown ? failure.withOutcomeUnknown() : failure);
    }

    /** Whether this refusal also tells that an earlier, unanswered sending of the same mutation has done nothing (PROTOCOL.md section 6). */
    private static boolean settlesEarlierSending(Status status) {
        return switch (status) {
            case NOT_FOUND,
                    EXISTS,
                    CONDITION_FAILED,
                    CLAIMED,
                    CHUNK_ABANDONED,
                    STALE_NODE,
                    INLINE_FULL,
                    QUOTA_EXCEEDED,
                    STORAGE_FULL -> true;
            default -> false;
        };
    }

    final void failForGood(Failure failure) {
        abort(failure.about(subject()));
    }

    private void end(Outcome<T> result) {
        if (outcome != null) {
            return;
        }
        outcome = result;
        lane.finished(this);
        forgetQuestion();
        onEnd();
        if (group != null) {
            group.memberEnded(this);
        }
    }

    private void forgetQuestion() {
        if (question != null && question.isMutation()) {
            asked.session().answered(question.upload, question.mutationSequence);
        }
        question = null;
        repeatAtNanos = Lane.NEVER;
    }

    // Asking the shard

    /** Asks what may be asked twice. */
    final void ask(Request request, long patienceNanos) {
        if (seeking) {
            return; // It begins again at the shard that is being looked for.
        }
        submit(shard, Call.question(this, request, patienceNanos));
    }

    /** Sends the subclass's mutation under the next sequence of the current upload. */
    final void mutate() {
        mutate(Lane.NEVER);
    }

    final void mutate(long patienceNanos) {
        Mutation mutation = session().nextMutation();
        submit(shard, Call.mutation(this, mutation(mutation), mutationPayload(), mutation, patienceNanos));
    }

    private void submit(Link to, Call call) {
        forgetQuestion();
        question = call;
        asked = to;
        if (group != null) {
            call.letShareFrame();
        }
        to.submit(call);
    }

    // Finding the shard

    /** Begins, or begins again, to look for the shard on which the bucket lives. */
    void findShard() {
        ShardRouter router = lane.router();
        Link known = router.knowsBuckets() && bucket() != null ? router.shardOf(bucket()) : null;
        if (known != null) {
            headFor(known);
        } else if (router.home().isReady()) {
            askForShard();
        } else {
            router.home().open();
        }
    }

    /** The job's first shard is there. */
    private void askForShard() {
        String bucket = lane.router().hasSeveralShards() ? bucket() : null;
        if (bucket == null) {
            headFor(lane.router().home());
        } else {
            submit(lane.router().home(), bucketOpen(bucket));
        }
    }

    private Call bucketOpen(String bucket) {
        boolean create = opening() == Opening.CREATE || (opening() == Opening.CREATE_IF_PERMITTED && !mayNotCreate);
        return Call.question(this, new BucketOpen(bucket, create), Lane.NEVER);
    }

    private void onBucketOpened(Call answered) {
        boolean tooMuchAsked = answered.status() == Status.FORBIDDEN && opening() == Opening.CREATE_IF_PERMITTED;
        if (answered.status() == Status.OK) {
            onPlaceKnown();
        } else if (tooMuchAsked && !mayNotCreate) {
            mayNotCreate = true;
            askForShard();
        } else if (answered.status() == Status.NOT_FOUND) {
            onBucketMissing(answered);
        } else {
            failRefused(answered);
        }
    }

    private void onPlaceKnown() {
        Link place = lane.router().shardOf(bucket());
        if (place == null) {
            fail(FailureKind.SERVER_ERROR, "the first shard's answer holds no address of the bucket's shard");
        } else {
            headFor(place);
        }
    }

    /** Asks once more where the bucket lives, after a pause. */
    final void findShardLater(Call answered) {
        question = bucketOpen(bucket());
        asked = lane.router().home();
        refusals++;
        repeatAtNanos = lane.nowNanos() + pauseNanos(answered);
    }

    private void headFor(Link place) {
        heading = place;
        if (place.isReady()) {
            arrive();
        } else {
            place.open();
        }
    }

    private void arrive() {
        Link former = shard;
        shard = heading;
        heading = null;
        seeking = false;
        if (started) {
            onShardChanged(former.session());
        } else {
            started = true;
            onStart();
        }
    }

    /** The shard that was asked says that the bucket lives elsewhere. */
    private void detour(Call answered) {
        lane.router().forget(bucket());
        seeking = true;
        if (++detours > 1) {
            findShardLater(answered);
        } else {
            submit(lane.router().home(), bucketOpen(bucket()));
        }
    }

    /** Whether it waits for this shard, or works with it. */
    boolean needs(Link link) {
        return link == (seeking ? soughtLink() : shard);
    }

    private Link soughtLink() {
        return heading != null ? heading : lane.router().home();
    }

    // Events

    final void onShardReady(Link link, boolean uploadReplaced) {
        if (!needs(link)) {
            return;
        }
        if (!seeking) {
            if (uploadReplaced) {
                reconsider();
            }
        } else if (heading != null) {
            arrive();
        } else if (question == null) {
            askForShard();
        }
    }

    private void reconsider() {
        boolean wasUnderOldUpload = question != null
                && question.upload != UploadId.NONE
                && question.upload != session().upload();
        if (wasUnderOldUpload && question.isOutcomeUnknown() && leavesTrace()) {
            fail(FailureKind.OUTCOME_UNKNOWN, "the shard let the session expire before it answered");
        } else if (wasUnderOldUpload || hasUploaded()) {
            forgetQuestion();
            onUploadReplaced();
        }
    }

    /** Whether something of the operation depends on the upload besides the question. */
    boolean hasUploaded() {
        return false;
    }

    final void onReply(Call call) {
        boolean expired = call.upload != UploadId.NONE && call.status() == Status.UPLOAD_EXPIRED;
        if (expired) {
            return; // The link is getting another upload; onShardReady follows.
        }
        if (!call.equals(question)) {
            onOtherAnswer(call);
        } else if (isTransient(call)) {
            repeatLater(call);
        } else {
            question = null;
            onFinalAnswer(call);
        }
    }

    private void onFinalAnswer(Call call) {
        if (seeking) {
            onBucketOpened(call);
        } else if (call.status() == Status.WRONG_SHARD && bucket() != null) {
            detour(call);
        } else {
            refusals = 0;
            onAnswer(call);
        }
    }

    final void onLost(Call call, Status status, String reason) {
        if (status != Status.UNAVAILABLE && status.retry() == Status.Retry.NEVER) {
            fail(Failure.refused(subject(), status, reason));
        } else {
            onNodeLost(call, status, reason);
        }
    }

    private void repeatLater(Call call) {
        refusals++;
        if (call.retryAfterMillis() > 0 && lane.nowNanos() + pauseNanos(call) >= deadlineNanos) {
            forgetQuestion();
            failRefused(call); // Nothing will have changed by the deadline: the caller may as well know now.
            return;
        }
        repeatAtNanos = lane.nowNanos() + pauseNanos(call);
    }

    private long pauseNanos(Call refused) {
        return refused.retryAfterMillis() > 0
                ? refused.retryAfterMillis() * Lane.NANOS_PER_MILLI
                : lane.backoff().pauseNanos(refusals);
    }

    final void onTime() {
        long now = lane.nowNanos();
        if (now >= deadlineNanos) {
            abort(lateness());
            return;
        }
        if (now >= repeatAtNanos) {
            repeatAtNanos = Lane.NEVER;
            askAgain();
        }
        if (!isDone() && now >= otherTimerNanos()) {
            onOtherTimer();
        }
    }

    /**
     * A mutation that certainly did nothing is made anew, under a sequence of its own: the refused one would keep the shard from
     * forgetting the results of all later ones.
     */
    private void askAgain() {
        if (question.isMutation() && question.isSettled()) {
            mutate(question.patienceNanos);
        } else {
            asked.submit(question);
        }
    }

    final long timerNanos() {
        return Math.min(deadlineNanos, Math.min(repeatAtNanos, otherTimerNanos()));
    }

    private Failure lateness() {
        if (question != null && question.status() != null && question.status() != Status.UPLOAD_EXPIRED) {
            return Failure.refused(subject(), question.status(), question.retryAfterMillis(), question.response());
        }
        Link awaited = seeking ? soughtLink() : shard;
        if ((question != null || seeking) && awaited.refusal() != null) {
            return awaited.refusal().about(subject());
        }
        if ((question != null || seeking) && awaited.trouble() != null) {
            return Failure.of(
                    FailureKind.UNAVAILABLE,
                    subject() + ": cannot reach " + awaited.endpoint() + ": " + awaited.trouble());
        }
        Failure obstacle = obstacle();
        return obstacle != null
                ? obstacle
                : Failure.of(
                        FailureKind.DEADLINE_EXCEEDED,
                        subject() + ": not done in time; allow more, or look for what is slow");
    }
}
