package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.message.Mutation;

/**
 * An object moved to another name of its bucket.
 *
 * @param timeMillis state time, see {@link io.pocket.metadata.core.StateClock}
 */
public record Renamed(long timeMillis, Mutation mutation, long job, ObjectName from, ObjectName to)
        implements ShardRecord {
    static final int KIND = 7;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 16 + Mutation.LENGTH + BodyWriter.lengthOfName(from) + BodyWriter.lengthOfName(to);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(timeMillis);
        mutation.write(out);
        out.putLong(job);
        out.putName(from);
        out.putName(to);
    }

    static Renamed read(BodyReader in) throws ProtocolException {
        return new Renamed(in.getLong(), Mutation.read(in), in.getLong(), in.getName(), in.getName());
    }
}
