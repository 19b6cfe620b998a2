package io.pocket.metadata.server;

import io.pocket.metadata.core.ShardLog;
import io.pocket.metadata.journal.Journal;
import io.pocket.metadata.journal.JournalFullException;
import io.pocket.metadata.record.ShardRecord;
import io.pocket.protocol.BodyWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Encodes the core's records into the journal. The owner thread only. */
final class JournalLog implements ShardLog {
    private static final ByteBuffer NO_PAYLOAD = ByteBuffer.allocate(0);

    private final Journal journal;
    private final RecordEncoder encoder = new RecordEncoder();

    JournalLog(Journal journal) {
        this.journal = journal;
    }

    @Override
    public void append(ShardRecord record, ByteBuffer payload) throws LogFullException {
        try {
            journal.append(encoder.encode(record), payload == null ? NO_PAYLOAD : payload);
        } catch (JournalFullException e) {
            throw new LogFullException(e.getMessage());
        }
    }

    /** A buffer that grows to the longest record and is used again. */
    static final class RecordEncoder {
        private final BodyWriter writer = new BodyWriter(NO_PAYLOAD);
        private ByteBuffer buffer = allocate(4096);

        private static ByteBuffer allocate(int length) {
            return ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
        }

        /** The record's bytes, valid until the next call. */
        ByteBuffer encode(ShardRecord record) {
            int length = record.length();
            if (buffer.capacity() < length) {
                buffer = allocate(Integer.highestOneBit(length) << 1);
            }
            record.write(buffer.clear(), writer);
            return buffer.flip();
        }
    }
}
