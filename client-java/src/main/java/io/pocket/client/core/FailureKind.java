package io.pocket.client.core;

/** Why an operation failed, as far as a caller may act on it. */
public enum FailureKind {
    NO_SUCH_OBJECT,
    OBJECT_EXISTS,
    CONDITION_FAILED,
    OBJECT_CHANGED,
    DATA_LOST,
    UNAVAILABLE,
    STORAGE_FULL,
    QUOTA_EXCEEDED,
    DEADLINE_EXCEEDED,
    JOB_DROPPED,
    UNAUTHENTICATED,
    FORBIDDEN,
    INVALID_REQUEST,
    OUTCOME_UNKNOWN,
    CORRUPT_OBJECT,
    CLAIMED,
    CLAIM_LOST,
    /** The caller gave up, see {@link Lane#cancel}. */
    CANCELLED,
    /** The caller's own source or sink of bytes failed. */
    LOCAL_IO,
    /** The server answered what it should not: its log says more. */
    SERVER_ERROR
}
