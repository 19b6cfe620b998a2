package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.message.Mutation;

/**
 * A claim was confirmed (the object is gone) or given back.
 *
 * @param timeMillis state time, see {@link io.pocket.metadata.core.StateClock}
 */
public record ClaimEnded(long timeMillis, Mutation mutation, long job, ObjectName name, boolean consumed)
        implements ShardRecord {
    static final int KIND = 9;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 17 + Mutation.LENGTH + BodyWriter.lengthOfName(name);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(timeMillis);
        mutation.write(out);
        out.putLong(job);
        out.putName(name);
        out.putByte(consumed ? 1 : 0);
    }

    static ClaimEnded read(BodyReader in) throws ProtocolException {
        return new ClaimEnded(in.getLong(), Mutation.read(in), in.getLong(), in.getName(), in.getBoolean());
    }
}
