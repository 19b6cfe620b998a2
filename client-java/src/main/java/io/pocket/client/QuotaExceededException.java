package io.pocket.client;

import io.pocket.client.core.Failure;

/** The job's quota is used up, see {@link #retryAfter}. */
public final class QuotaExceededException extends PocketException {
    private static final long serialVersionUID = 1L;

    QuotaExceededException(Failure failure) {
        super(failure);
    }
}
