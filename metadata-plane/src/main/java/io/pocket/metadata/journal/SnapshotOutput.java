package io.pocket.metadata.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A snapshot being written. Used by one thread; closing it without {@link #commit} abandons it. */
public interface SnapshotOutput extends AutoCloseable {
    /** LSN that the snapshot stands for. */
    long lsn();

    /** Whether the medium has yet to take so much that the writer had better wait; what has to be put can be put nevertheless. */
    default boolean isBehind() {
        return false;
    }

    /** Appends one record made of the remaining bytes of both buffers, which stay as they are. */
    void put(ByteBuffer head, ByteBuffer tail) throws IOException;

    /**
     * Ends the snapshot and returns at once; on the owner's thread. When it is safe, {@link JournalListener#onSnapshot} is
     * called, and segments and snapshots that it replaces are deleted. A crash before that leaves the former state.
     */
    void commit() throws IOException;

    @Override
    void close();
}
