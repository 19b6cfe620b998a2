package io.pocket.data.nativeplane.dpdk;

/** DPDK refused something, or cannot be used here; the message names what, and the remedy. */
public class DpdkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DpdkException(String message) {
        super(message);
    }

    public DpdkException(String message, Throwable cause) {
        super(message, cause);
    }
}
