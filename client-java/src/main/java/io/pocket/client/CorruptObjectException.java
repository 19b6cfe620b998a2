package io.pocket.client;

import io.pocket.client.core.Failure;

/** A checksum is wrong, also when read again. Compute and put the object again. */
public final class CorruptObjectException extends PocketException {
    private static final long serialVersionUID = 1L;

    CorruptObjectException(Failure failure) {
        super(failure);
    }
}
