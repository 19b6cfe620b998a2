package io.pocket.metadata.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Is given the journal's content when it is opened, in order: the records of the newest snapshot, then those of the log behind
 * it. Buffers are little-endian, read-only and borrowed for the call. An exception ends the opening.
 */
public interface JournalReader {
    void onSnapshotRecord(ByteBuffer record) throws IOException;

    void onRecord(long lsn, ByteBuffer record) throws IOException;
}
