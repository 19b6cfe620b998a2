package io.pocket.protocol.trust;

import java.io.IOException;

/** A CA file cannot be used. The message names the file and says what it should be. */
public final class CaFileException extends IOException {
    private static final long serialVersionUID = 1L;

    CaFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
