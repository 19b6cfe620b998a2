package io.pocket.client;

import io.pocket.client.core.Failure;

/** A server could not be reached, or could not serve, until the deadline. The message names it. */
public final class UnavailableException extends PocketException {
    private static final long serialVersionUID = 1L;

    UnavailableException(Failure failure) {
        super(failure);
    }
}
