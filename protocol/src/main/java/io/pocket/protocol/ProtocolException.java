package io.pocket.protocol;

/**
 * Bytes that are not a message of this protocol. Checked, because every decoder's caller must decide what becomes of the
 * connection: servers answer {@link Status#PROTOCOL_ERROR} and close it.
 */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    public ProtocolException(String message) {
        super(message);
    }
}
