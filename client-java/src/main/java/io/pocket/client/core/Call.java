package io.pocket.client.core;

import io.pocket.protocol.Status;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import java.nio.ByteBuffer;

/** One request on its way, and then its answer. The same call is sent again, identical, when a shard's connection was lost. */
class Call {
    final Request request;
    /** Null for none. */
    final ByteBuffer payload;
    /** The upload that the request depends on; NONE when it depends on none. */
    final long upload;
    /** Of a mutation; 0 otherwise. */
    final int mutationSequence;
    /** What its operation remembers it by. */
    final Object about;
    /** The server is to give up after this long even if the operation's deadline is later. */
    final long patienceNanos;

    private Operation<?> owner;
    private long requestId;
    private long sentAtNanos;
    private boolean pending;
    private boolean uncertain;
    private boolean targetGiven;
    private boolean mayShareFrame;

    private Status status;
    private int retryAfterMillis;
    private Response response;
    private int payloadLength;

    Call(
            Operation<?> owner,
            Request request,
            ByteBuffer payload,
            long upload,
            int mutationSequence,
            Object about,
            long patienceNanos) {
        this.owner = owner;
        this.request = request;
        this.payload = payload;
        this.upload = upload;
        this.mutationSequence = mutationSequence;
        this.about = about;
        this.patienceNanos = patienceNanos;
    }

    static Call question(Operation<?> owner, Request request, long patienceNanos) {
        return new Call(owner, request, null, UploadId.NONE, 0, null, patienceNanos);
    }

    static Call mutation(
            Operation<?> owner, Request request, ByteBuffer payload, Mutation mutation, long patienceNanos) {
        return new Call(owner, request, payload, mutation.upload(), mutation.sequence(), null, patienceNanos);
    }

    static Call ofUpload(Operation<?> owner, Request request, long upload) {
        return new Call(owner, request, null, upload, 0, null, Lane.NEVER);
    }

    static Call toNode(Operation<?> owner, Request request, ByteBuffer payload, Object about) {
        return new Call(owner, request, payload, UploadId.NONE, 0, about, Lane.NEVER);
    }

    /** Null once nobody waits for the answer any more. */
    final Operation<?> owner() {
        return owner;
    }

    /** It may travel with others that are asked at the same moment. */
    final void letShareFrame() {
        mayShareFrame = true;
    }

    final boolean mayShareFrame() {
        return mayShareFrame;
    }

    final void abandon() {
        owner = null;
    }

    final void sent(long id, long nowNanos) {
        requestId = id;
        sentAtNanos = nowNanos;
        pending = true;
        targetGiven = false;
        status = null;
        response = null;
    }

    final void answered(Status answer, int retryAfter, Response body, int payloadLengthBytes) {
        pending = false;
        status = answer;
        retryAfterMillis = retryAfter;
        response = body;
        payloadLength = payloadLengthBytes;
    }

    /** The connection ended before the answer came. */
    final void lost() {
        uncertain |= pending;
        pending = false;
    }

    final void targetGiven() {
        targetGiven = true;
    }

    /** The driver may be reading or writing memory of the operation's caller. */
    final boolean usesMemoryOfCaller() {
        return pending && (payload != null || targetGiven);
    }

    /** The server may have acted on it, or may do so yet, without the answer having come. */
    final boolean isOutcomeUnknown() {
        return pending || uncertain;
    }

    /** It was refused, and no sending of it can have taken effect or will: the sequence is as good as unused. */
    final boolean isSettled() {
        return status != null && status != Status.OK && !isOutcomeUnknown();
    }

    final boolean isMutation() {
        return mutationSequence != 0;
    }

    final long requestId() {
        return requestId;
    }

    final long sentAtNanos() {
        return sentAtNanos;
    }

    /** Null before the answer. */
    final Status status() {
        return status;
    }

    final int retryAfterMillis() {
        return retryAfterMillis;
    }

    final Response response() {
        return response;
    }

    final int payloadLength() {
        return payloadLength;
    }
}
