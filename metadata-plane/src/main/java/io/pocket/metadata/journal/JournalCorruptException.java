package io.pocket.metadata.journal;

import java.io.IOException;

/** The directory does not hold a log that can be trusted; the message names the file and what to do. */
public final class JournalCorruptException extends IOException {
    private static final long serialVersionUID = 1L;

    JournalCorruptException(String message) {
        super(message + ". Restore the directory from a copy, or remove it to start this shard empty.");
    }
}
