package io.pocket.client;

import io.pocket.client.core.Failure;

/** The name is taken, and the call wanted it absent. */
public final class ObjectExistsException extends PocketException {
    private static final long serialVersionUID = 1L;

    ObjectExistsException(Failure failure) {
        super(failure);
    }
}
