package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * A client gave up all its uncommitted chunks below a floor.
 *
 * @param timeMillis state time, see {@link io.pocket.metadata.core.StateClock}
 */
public record FloorRaised(long timeMillis, long upload, int chunkFloor) implements ShardRecord {
    static final int KIND = 4;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 20;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(timeMillis);
        out.putLong(upload);
        out.putInt(chunkFloor);
    }

    static FloorRaised read(BodyReader in) throws ProtocolException {
        return new FloorRaised(in.getLong(), in.getLong(), in.getInt());
    }
}
