package io.pocket.data.nativeplane.spdk.raw;

/** SPDK cannot be used here. The message is one line: what was found, and what to do. */
public final class SpdkUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public SpdkUnavailableException(String message) {
        super(message);
    }
}
