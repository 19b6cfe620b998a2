package io.pocket.client;

import io.pocket.client.core.Failure;

/** A server answered what it should not. Its log says more. */
public final class ServerErrorException extends PocketException {
    private static final long serialVersionUID = 1L;

    ServerErrorException(Failure failure) {
        super(failure);
    }
}
