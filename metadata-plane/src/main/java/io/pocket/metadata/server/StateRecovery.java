package io.pocket.metadata.server;

import io.pocket.metadata.core.ShardState;
import io.pocket.metadata.journal.JournalReader;
import io.pocket.metadata.record.ShardRecord;
import io.pocket.protocol.ProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Applies what the journal holds to a state, and counts it. */
final class StateRecovery implements JournalReader {
    private final ShardState state;
    private long records;

    StateRecovery(ShardState state) {
        this.state = state;
    }

    @Override
    public void onSnapshotRecord(ByteBuffer record) throws IOException {
        apply(record);
    }

    @Override
    public void onRecord(long lsn, ByteBuffer record) throws IOException {
        apply(record);
    }

    private void apply(ByteBuffer record) throws IOException {
        try {
            ShardRecord read = ShardRecord.read(record);
            state.apply(read, record.hasRemaining() ? record : null);
            records++;
        } catch (ProtocolException e) {
            throw new IOException("record " + (records + 1) + " of the journal cannot be read: " + e.getMessage(), e);
        }
    }

    long records() {
        return records;
    }
}
