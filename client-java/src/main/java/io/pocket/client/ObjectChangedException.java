package io.pocket.client;

import io.pocket.client.core.Failure;

/** The object was replaced or deleted after part of it had been handed out. Read it again from the start. */
public final class ObjectChangedException extends PocketException {
    private static final long serialVersionUID = 1L;

    ObjectChangedException(Failure failure) {
        super(failure);
    }
}
