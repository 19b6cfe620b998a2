package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * Chunks of so many more objects of deleted buckets were freed. Logged, because it gives frees their numbers.
 *
 * @param timeMillis state time, see {@link io.pocket.metadata.core.StateClock}
 * @param objects at most
 */
public record ObjectsFreed(long timeMillis, int objects) implements ShardRecord {
    static final int KIND = 28;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return Long.BYTES + Integer.BYTES;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(timeMillis);
        out.putInt(objects);
    }

    static ObjectsFreed read(BodyReader in) throws ProtocolException {
        return new ObjectsFreed(in.getLong(), in.getLength());
    }
}
