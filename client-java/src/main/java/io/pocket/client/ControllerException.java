package io.pocket.client;

/**
 * The controller refused, or could not be asked. The cause is an {@link io.pocket.protocol.trust.UntrustedControllerException} if its
 * certificate was not believed; it was sent nothing then.
 */
public final class ControllerException extends PocketException {
    private static final long serialVersionUID = 1L;

    private final int status;

    ControllerException(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** HTTP status of the answer; 0 when there was none. */
    public int status() {
        return status;
    }
}
