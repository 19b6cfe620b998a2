package io.pocket.client;

import io.pocket.client.core.Failure;

/** The job was deregistered. */
public final class JobDroppedException extends PocketException {
    private static final long serialVersionUID = 1L;

    JobDroppedException(Failure failure) {
        super(failure);
    }
}
