package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * A node carried out frees.
 *
 * @param timeMillis state time, see {@link io.pocket.metadata.core.StateClock}
 * @param upTo last free of the node that was carried out
 */
public record FreesAcknowledged(long timeMillis, int nodeId, long incarnation, long upTo) implements ShardRecord {
    static final int KIND = 16;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 28;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(timeMillis);
        out.putInt(nodeId);
        out.putLong(incarnation);
        out.putLong(upTo);
    }

    static FreesAcknowledged read(BodyReader in) throws ProtocolException {
        return new FreesAcknowledged(in.getLong(), in.getInt(), in.getLong(), in.getLong());
    }
}
