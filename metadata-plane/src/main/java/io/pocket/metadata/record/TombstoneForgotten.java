package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * All tokens of a dropped job have expired.
 *
 * @param timeMillis state time, see {@link io.pocket.metadata.core.StateClock}
 */
public record TombstoneForgotten(long timeMillis, long job) implements ShardRecord {
    static final int KIND = 17;

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
        out.putLong(job);
    }

    static TombstoneForgotten read(BodyReader in) throws ProtocolException {
        return new TombstoneForgotten(in.getLong(), in.getLong());
    }
}
