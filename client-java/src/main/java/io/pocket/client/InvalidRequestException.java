package io.pocket.client;

import io.pocket.client.core.Failure;

/** An argument is not valid: the message says which, and what is. */
public final class InvalidRequestException extends PocketException {
    private static final long serialVersionUID = 1L;

    InvalidRequestException(Failure failure) {
        super(failure);
    }

    InvalidRequestException(String message, Throwable cause) {
        super(message, cause);
    }
}
