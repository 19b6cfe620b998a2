package io.pocket.metadata.core;

import io.pocket.metadata.record.ShardRecord;
import java.nio.ByteBuffer;

/** Where the core puts its records. The driver lets no reply leave before the records appended until then are durable. */
public interface ShardLog {
    /**
     * Appends a record. Nothing may be changed when it does not fit.
     *
     * @param payload bytes behind the record, or null; borrowed for the call, position and limit stay
     * @throws LogFullException if there is no room
     */
    void append(ShardRecord record, ByteBuffer payload) throws LogFullException;

    /** The journal's medium has no room. */
    final class LogFullException extends Exception {
        private static final long serialVersionUID = 1L;

        public LogFullException(String message) {
            super(message);
        }
    }
}
