package io.pocket.client.core;

import io.pocket.protocol.Status;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.Request;
import java.nio.ByteBuffer;

/**
 * One call of a client, from start to outcome. It asks the shard one thing at a time, and is told when the answer cannot be had under
 * the same upload any more. What only means "not now" is repeated here, after the pause the server asks for or a back-off.
 *
 * @param <T> what it brings
 */
public abstract class Operation<T> {
    private final String verb;
    private final Object target;
    private long startNanos;
    private long deadlineNanos;
    private Lane lane;
    private Outcome<T> outcome;
    private boolean started;

    private Call question;
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

    /** When it was handed to the lane. */
    final long startNanos() {
        return startNanos;
    }

    // For subclasses

    /** The shard answers, for the first time. */
    abstract void onStart();

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
        fail(failure.about(subject()));
    }

    private void end(Outcome<T> result) {
        if (outcome != null) {
            return;
        }
        outcome = result;
        lane.finished(this);
        forgetQuestion();
        onEnd();
    }

    private void forgetQuestion() {
        if (question != null && question.isMutation()) {
            lane.session().answered(question.upload, question.mutationSequence);
        }
        question = null;
        repeatAtNanos = Lane.NEVER;
    }

    // Asking the shard

    /** Asks what may be asked twice. */
    final void ask(Request request, long patienceNanos) {
        submit(Call.question(this, request, patienceNanos));
    }

    /** Sends the subclass's mutation under the next sequence of the current upload. */
    final void mutate() {
        mutate(Lane.NEVER);
    }

    final void mutate(long patienceNanos) {
        Mutation mutation = lane.session().nextMutation();
        submit(Call.mutation(this, mutation(mutation), mutationPayload(), mutation, patienceNanos));
    }

    private void submit(Call call) {
        forgetQuestion();
        question = call;
        lane.shard().submit(call);
    }

    // Events

    final void onShardReady(boolean uploadReplaced) {
        if (!started) {
            started = true;
            onStart();
        } else if (uploadReplaced) {
            reconsider();
        }
    }

    private void reconsider() {
        boolean wasUnderOldUpload = question != null
                && question.upload != UploadId.NONE
                && question.upload != lane.session().upload();
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
        if (call != question) {
            onOtherAnswer(call);
        } else if (isTransient(call)) {
            repeatLater(call);
        } else {
            question = null;
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
        long pauseNanos = call.retryAfterMillis() > 0
                ? call.retryAfterMillis() * Lane.NANOS_PER_MILLI
                : lane.backoff().pauseNanos(refusals);
        repeatAtNanos = lane.nowNanos() + pauseNanos;
    }

    final void onTime() {
        long now = lane.nowNanos();
        if (now >= deadlineNanos) {
            fail(lateness());
            return;
        }
        if (now >= repeatAtNanos) {
            repeatAtNanos = Lane.NEVER;
            lane.shard().submit(question);
        }
        if (!isDone() && now >= otherTimerNanos()) {
            onOtherTimer();
        }
    }

    final long timerNanos() {
        return Math.min(deadlineNanos, Math.min(repeatAtNanos, otherTimerNanos()));
    }

    private Failure lateness() {
        if (question != null && question.status() != null && question.status() != Status.UPLOAD_EXPIRED) {
            return Failure.refused(subject(), question.status(), question.retryAfterMillis(), question.response());
        }
        Link shard = lane.shard();
        if ((question != null || !started) && shard.trouble() != null) {
            return Failure.of(
                    FailureKind.UNAVAILABLE, subject() + ": cannot reach " + shard.endpoint() + ": " + shard.trouble());
        }
        Failure obstacle = obstacle();
        return obstacle != null
                ? obstacle
                : Failure.of(
                        FailureKind.DEADLINE_EXCEEDED,
                        subject() + ": not done in time; allow more, or look for what is slow");
    }
}
