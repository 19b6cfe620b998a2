package io.pocket.client;

import io.pocket.client.core.Failure;

/** There is no object of that name, or it did not appear within the time it was awaited. */
public final class NoSuchObjectException extends PocketException {
    private static final long serialVersionUID = 1L;

    NoSuchObjectException(Failure failure) {
        super(failure);
    }
}
