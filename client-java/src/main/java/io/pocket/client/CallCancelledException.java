package io.pocket.client;

import io.pocket.client.core.Failure;

/** The thread was interrupted (its interrupt status is still set), or the client was closed meanwhile. */
public final class CallCancelledException extends PocketException {
    private static final long serialVersionUID = 1L;

    CallCancelledException(Failure failure) {
        super(failure);
    }
}
