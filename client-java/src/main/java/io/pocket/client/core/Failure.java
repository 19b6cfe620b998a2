package io.pocket.client.core;

import io.pocket.protocol.Status;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.Response;

/**
 * Why an operation failed.
 *
 * @param message names the object and says what to do
 * @param outcomeUnknown a mutation was sent and its answer did not come: it may have taken effect, now or a little later
 * @param asOf the shard's version as of which the refusal was true; 0 when no shard said so
 * @param retryAfterMillis when the server thinks a repetition is worth while; 0 when it did not say
 * @param cause of LOCAL_IO, otherwise null
 */
public record Failure(
        FailureKind kind, String message, boolean outcomeUnknown, long asOf, int retryAfterMillis, Throwable cause) {
    static Failure of(FailureKind kind, String message) {
        return new Failure(kind, message, false, 0, 0, null);
    }

    static Failure localIo(String what, Throwable cause) {
        return new Failure(FailureKind.LOCAL_IO, what + ": " + cause.getMessage(), false, 0, 0, cause);
    }

    Failure about(String subject) {
        return new Failure(kind, subject + ": " + message, outcomeUnknown, asOf, retryAfterMillis, cause);
    }

    Failure withOutcomeUnknown() {
        return new Failure(
                kind,
                message + "; it may have taken effect all the same, look before repeating it",
                true,
                asOf,
                retryAfterMillis,
                cause);
    }

    /** What a refusal by a server means to the caller of an operation on {@code subject}. */
    static Failure refused(String subject, Status status, int retryAfterMillis, Response body) {
        String detail = body instanceof ErrorReply error ? error.detail() : "";
        long asOf = body instanceof ErrorReply error ? error.asOf() : 0;
        String message = subject + ": " + advice(status) + (detail.isEmpty() ? "" : " (" + detail + ")");
        boolean forgotten = status == Status.RESULT_FORGOTTEN;
        return new Failure(kind(status), message, forgotten, asOf, retryAfterMillis, null);
    }

    /** Every node that may hold bytes of the job refuses more of them. */
    static Failure overQuota(String subject, String reason, int retryAfterMillis) {
        String message =
                subject + ": " + advice(Status.QUOTA_EXCEEDED) + " (of bytes or connections on nodes: " + reason + ")";
        return new Failure(FailureKind.QUOTA_EXCEEDED, message, false, 0, retryAfterMillis, null);
    }

    /** What was awaited is not there at the deadline. */
    static Failure notThere(FailureKind kind, String subject, Response body) {
        String detail = body instanceof ErrorReply error ? " (" + error.detail() + ")" : "";
        long asOf = body instanceof ErrorReply error ? error.asOf() : 0;
        return new Failure(kind, subject + ": not there within the time given" + detail, false, asOf, 0, null);
    }

    static Failure notAppeared(String subject, Response body) {
        long asOf = body instanceof ErrorReply error ? error.asOf() : 0;
        String message = subject + ": it did not appear within the time it was awaited";
        return new Failure(FailureKind.NO_SUCH_OBJECT, message, false, asOf, 0, null);
    }

    /** A node's refusal at HELLO, of which only the text is left. */
    static Failure refused(String subject, Status status, String reason) {
        return of(kind(status), subject + ": " + reason);
    }

    private static FailureKind kind(Status status) {
        return switch (status) {
            case NOT_FOUND -> FailureKind.NO_SUCH_OBJECT;
            case EXISTS -> FailureKind.OBJECT_EXISTS;
            case CONDITION_FAILED -> FailureKind.CONDITION_FAILED;
            case CLAIMED -> FailureKind.CLAIMED;
            case CLAIM_LOST -> FailureKind.CLAIM_LOST;
            case DATA_LOST -> FailureKind.DATA_LOST;
            case FULL, DRAINING, STORAGE_FULL, INLINE_FULL -> FailureKind.STORAGE_FULL;
            case QUOTA_EXCEEDED -> FailureKind.QUOTA_EXCEEDED;
            case DEADLINE_EXCEEDED -> FailureKind.DEADLINE_EXCEEDED;
            case JOB_DROPPED -> FailureKind.JOB_DROPPED;
            case UNAUTHENTICATED -> FailureKind.UNAUTHENTICATED;
            case FORBIDDEN -> FailureKind.FORBIDDEN;
            case INVALID_ARGUMENT, UNSUPPORTED -> FailureKind.INVALID_REQUEST;
            case RESULT_FORGOTTEN, UPLOAD_EXPIRED -> FailureKind.OUTCOME_UNKNOWN;
            case BUSY,
                    UNAVAILABLE,
                    UNKNOWN_JOB,
                    NOT_PRIMARY,
                    WRONG_SHARD,
                    NO_CHUNK,
                    CHUNK_INCOMPLETE,
                    WRONG_NODE,
                    STALE_NODE,
                    IO_ERROR -> FailureKind.UNAVAILABLE;
            case OK, PROTOCOL_ERROR, CHUNK_ABANDONED, CHUNK_REUSED, INTERNAL -> FailureKind.SERVER_ERROR;
        };
    }

    private static String advice(Status status) {
        return switch (status) {
            case NOT_FOUND -> "there is no such name; put it first, or await it";
            case EXISTS -> "the name is taken; choose another or put without ifAbsent";
            case CONDITION_FAILED -> "the object has another version; look at it again before changing it";
            case CLAIMED -> "another reader consumes it; await it to get it should that reader fail";
            case CLAIM_LOST -> "the claim ended before it was confirmed; another reader may get the object too";
            case DATA_LOST -> "the node that held its bytes is gone for good; compute and put it again";
            case STORAGE_FULL, FULL, INLINE_FULL -> "no room; delete what is not needed or raise the job's capacity";
            case DRAINING -> "every node of the job is draining; try again later";
            case QUOTA_EXCEEDED -> "the job's quota is used up; delete what is not needed or raise it";
            case DEADLINE_EXCEEDED -> "the server ran out of time; allow more";
            case JOB_DROPPED -> "the job was deregistered; register it again";
            case UNAUTHENTICATED -> "the token is not accepted; take a new connection string from the controller";
            case FORBIDDEN -> "the token does not permit this; register with the permission";
            case INVALID_ARGUMENT -> "the request is not valid";
            case UNSUPPORTED -> "the server does not support this; use client and servers of one release";
            case UPLOAD_EXPIRED, RESULT_FORGOTTEN ->
                "whether it took effect can no longer be told; look before repeating it";
            case UNKNOWN_JOB -> "the shard does not know the job yet; try again soon";
            default -> "the server answered " + status;
        };
    }
}
