package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * Snapshot of a dropped job.
 */
public record TombstoneImage(long job, long untilEpochSeconds, long sequence) implements ShardRecord {
    static final int KIND = 37;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 24;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(job);
        out.putLong(untilEpochSeconds);
        out.putLong(sequence);
    }

    static TombstoneImage read(BodyReader in) throws ProtocolException {
        return new TombstoneImage(in.getLong(), in.getLong(), in.getLong());
    }
}
