package io.pocket.metadata.journal;

/** The log may not grow, or the medium has no room. Nothing was written; a snapshot, or room on the medium, mends it. */
public final class JournalFullException extends Exception {
    private static final long serialVersionUID = 1L;

    JournalFullException(String message) {
        super(message);
    }

    JournalFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
