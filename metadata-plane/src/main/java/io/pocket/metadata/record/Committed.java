package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.message.Mutation;

/**
 * An object was published. Inline bytes, if any, are the payload behind the record.
 *
 * @param timeMillis state time, see {@link io.pocket.metadata.core.StateClock}
 */
public record Committed(long timeMillis, Mutation mutation, long job, ObjectName name, ObjectImage object)
        implements ShardRecord {
    static final int KIND = 5;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 16 + Mutation.LENGTH + BodyWriter.lengthOfName(name) + object.length();
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(timeMillis);
        mutation.write(out);
        out.putLong(job);
        out.putName(name);
        object.write(out);
    }

    static Committed read(BodyReader in) throws ProtocolException {
        return new Committed(in.getLong(), Mutation.read(in), in.getLong(), in.getName(), ObjectImage.read(in));
    }
}
