package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * First record of a snapshot.
 *
 * @param timeMillis state time, see {@link io.pocket.metadata.core.StateClock}
 */
public record SnapshotHeader(long timeMillis, long version, long uploadCounter, long tombstoneCounter)
        implements ShardRecord {
    static final int KIND = 32;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 32;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(timeMillis);
        out.putLong(version);
        out.putLong(uploadCounter);
        out.putLong(tombstoneCounter);
    }

    static SnapshotHeader read(BodyReader in) throws ProtocolException {
        return new SnapshotHeader(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }
}
