package io.pocket.server.registration;

/** The controller answered, and the answer is no: repeating the same request is useless. The message says what it said. */
public final class ControllerRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    ControllerRefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** HTTP status code. */
    public int status() {
        return status;
    }
}
