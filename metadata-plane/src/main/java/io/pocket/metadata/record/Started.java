package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * A process began to serve this journal. Upload ids go on behind a gap, so that ids lost with a torn tail are never issued again.
 *
 * @param timeMillis state time, see {@link io.pocket.metadata.core.StateClock}
 */
public record Started(long timeMillis, long epoch) implements ShardRecord {
    static final int KIND = 1;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 16;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(timeMillis);
        out.putLong(epoch);
    }

    static Started read(BodyReader in) throws ProtocolException {
        return new Started(in.getLong(), in.getLong());
    }
}
