package io.pocket.client;

import io.pocket.client.core.Failure;

/** The connection string's token is not accepted, or has expired. */
public final class UnauthenticatedException extends PocketException {
    private static final long serialVersionUID = 1L;

    UnauthenticatedException(Failure failure) {
        super(failure);
    }
}
