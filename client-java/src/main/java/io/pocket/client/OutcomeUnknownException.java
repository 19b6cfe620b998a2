package io.pocket.client;

import io.pocket.client.core.Failure;

/** Whether a change took effect can no longer be told. Look before repeating it. */
public final class OutcomeUnknownException extends PocketException {
    private static final long serialVersionUID = 1L;

    OutcomeUnknownException(Failure failure) {
        super(failure);
    }
}
