package io.pocket.client;

import io.pocket.client.core.Failure;

/** No node of the job has room. Delete what is not needed, or register with more capacity. */
public final class StorageFullException extends PocketException {
    private static final long serialVersionUID = 1L;

    StorageFullException(Failure failure) {
        super(failure);
    }
}
