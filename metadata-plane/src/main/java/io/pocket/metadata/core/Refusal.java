package io.pocket.metadata.core;

import io.pocket.protocol.Status;

/** Ends the handling of a request with a status other than OK. Cheap: it has no stack trace, for refusals are expected outcomes. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Status status;
    private final int retryAfterMillis;

    Refusal(Status status, String detail) {
        this(status, 0, detail);
    }

    Refusal(Status status, int retryAfterMillis, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.retryAfterMillis = retryAfterMillis;
    }

    Status status() {
        return status;
    }

    int retryAfterMillis() {
        return retryAfterMillis;
    }
}
