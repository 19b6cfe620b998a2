package io.pocket.metadata.journal;

/** The medium failed while confirming records: whether they are on it cannot be known, so nothing more is taken. */
public final class JournalFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JournalFailedException(Throwable cause) {
        super("the journal's medium failed (" + cause.getMessage() + "); restart the shard from what is on it", cause);
    }
}
