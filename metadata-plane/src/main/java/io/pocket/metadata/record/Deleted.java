package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.message.Mutation;

/**
 * An object was deleted by a client.
 *
 * @param timeMillis state time, see {@link io.pocket.metadata.core.StateClock}
 */
public record Deleted(long timeMillis, Mutation mutation, long job, ObjectName name) implements ShardRecord {
    static final int KIND = 6;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 16 + Mutation.LENGTH + BodyWriter.lengthOfName(name);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(timeMillis);
        mutation.write(out);
        out.putLong(job);
        out.putName(name);
    }

    static Deleted read(BodyReader in) throws ProtocolException {
        return new Deleted(in.getLong(), Mutation.read(in), in.getLong(), in.getName());
    }
}
