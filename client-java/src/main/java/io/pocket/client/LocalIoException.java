package io.pocket.client;

import io.pocket.client.core.Failure;
import java.io.IOException;

/** The caller's own file or stream failed, see {@link #getCause}. */
public final class LocalIoException extends PocketException {
    private static final long serialVersionUID = 1L;

    LocalIoException(Failure failure) {
        super(failure);
    }

    private LocalIoException(String message, Throwable cause) {
        super(message, cause);
    }

    static LocalIoException of(String what, IOException cause) {
        return new LocalIoException(what + ": " + cause.getMessage(), cause);
    }
}
