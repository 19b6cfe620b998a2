package io.pocket.client;

import io.pocket.client.core.Failure;

/** The node that held the object's bytes is gone for good. Compute and put the object again. */
public final class DataLostException extends PocketException {
    private static final long serialVersionUID = 1L;

    DataLostException(Failure failure) {
        super(failure);
    }
}
