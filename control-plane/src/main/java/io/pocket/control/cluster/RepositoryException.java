package io.pocket.control.cluster;

import io.pocket.control.fault.RemediableException;

/** The controller's state could not be read or kept. */
public final class RepositoryException extends RemediableException {

    private static final long serialVersionUID = 1L;

    RepositoryException(String message, String remedy, Throwable cause) {
        super(message, remedy, cause);
    }
}
