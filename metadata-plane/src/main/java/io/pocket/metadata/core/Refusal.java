package io.pocket.metadata.core;

import io.pocket.protocol.Status;

/** Ends the handling of a request with a status other than OK. Cheap: it has no stack trace, for refusals are expected outcomes. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Status status;
    private final int retryAfterMillis;
    private final Quota quota;

    Refusal(Status status, String detail) {
        this(status, 0, detail);
    }

    Refusal(Status status, int retryAfterMillis, String detail) {
        this(status, retryAfterMillis, detail, null);
    }

    private Refusal(Status status, int retryAfterMillis, String detail, Quota quota) {
        super(detail, null, false, false);
        this.status = status;
        this.retryAfterMillis = retryAfterMillis;
        this.quota = quota;
    }

    /** A refusal because a quota of the job is used up. */
    static Refusal ofQuota(Quota quota, Status status, int retryAfterMillis, String detail) {
        return new Refusal(status, retryAfterMillis, detail, quota);
    }

    Status status() {
        return status;
    }

    int retryAfterMillis() {
        return retryAfterMillis;
    }

    /** The quota that is used up; null if it is something else. */
    Quota quota() {
        return quota;
    }
}
