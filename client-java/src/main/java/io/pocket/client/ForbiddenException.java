package io.pocket.client;

import io.pocket.client.core.Failure;

/** The token does not permit the call. */
public final class ForbiddenException extends PocketException {
    private static final long serialVersionUID = 1L;

    ForbiddenException(Failure failure) {
        super(failure);
    }
}
