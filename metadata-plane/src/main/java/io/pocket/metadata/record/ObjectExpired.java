package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.ProtocolException;

/**
 * An object reached the end of its time to live.
 *
 * @param timeMillis state time, see {@link io.pocket.metadata.core.StateClock}
 */
public record ObjectExpired(long timeMillis, long job, ObjectName name) implements ShardRecord {
    static final int KIND = 10;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 16 + BodyWriter.lengthOfName(name);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(timeMillis);
        out.putLong(job);
        out.putName(name);
    }

    static ObjectExpired read(BodyReader in) throws ProtocolException {
        return new ObjectExpired(in.getLong(), in.getLong(), in.getName());
    }
}
