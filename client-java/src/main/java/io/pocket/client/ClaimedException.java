package io.pocket.client;

import io.pocket.client.core.Failure;

/** Another reader is consuming the object. Await it to get it should that reader fail. */
public final class ClaimedException extends PocketException {
    private static final long serialVersionUID = 1L;

    ClaimedException(Failure failure) {
        super(failure);
    }
}
