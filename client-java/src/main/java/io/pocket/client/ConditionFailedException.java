package io.pocket.client;

import io.pocket.client.core.Failure;

/** The object has another version than the call wanted. */
public final class ConditionFailedException extends PocketException {
    private static final long serialVersionUID = 1L;

    ConditionFailedException(Failure failure) {
        super(failure);
    }
}
