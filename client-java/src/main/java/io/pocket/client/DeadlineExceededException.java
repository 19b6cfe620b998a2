package io.pocket.client;

import io.pocket.client.core.Failure;

/** The call was not done in time. */
public final class DeadlineExceededException extends PocketException {
    private static final long serialVersionUID = 1L;

    DeadlineExceededException(Failure failure) {
        super(failure);
    }
}
