package io.pocket.monitor.host;

/** The kernel's files could not be read, or do not say what they should. The next reading may succeed. */
public final class HostReadException extends RuntimeException {
    HostReadException(String message) {
        super(message);
    }

    HostReadException(String message, Throwable cause) {
        super(message, cause);
    }
}
