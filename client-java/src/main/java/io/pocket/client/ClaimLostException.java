package io.pocket.client;

import io.pocket.client.core.Failure;

/** The object was read, but the claim on it had ended before it was confirmed: another reader may get it too. */
public final class ClaimLostException extends PocketException {
    private static final long serialVersionUID = 1L;

    ClaimLostException(Failure failure) {
        super(failure);
    }
}
