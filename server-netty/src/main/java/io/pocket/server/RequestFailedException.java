package io.pocket.server;

import io.pocket.protocol.Status;

/** A request of {@link FrameClient#call} that did not end with OK: refused by the peer, or never answered. */
public final class RequestFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Status status;
    private final int retryAfterMillis;

    RequestFailedException(Status status, int retryAfterMillis, String detail) {
        super(status + ": " + detail);
        this.status = status;
        this.retryAfterMillis = retryAfterMillis;
    }

    public Status status() {
        return status;
    }

    /** 0 when the peer did not say. */
    public int retryAfterMillis() {
        return retryAfterMillis;
    }
}
