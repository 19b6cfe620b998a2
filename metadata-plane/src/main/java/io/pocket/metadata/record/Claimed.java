package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.message.Mutation;

/**
 * A reader claimed an object for consumption.
 *
 * @param timeMillis state time, see {@link io.pocket.metadata.core.StateClock}
 * @param untilMillis state time at which the claim ends by itself
 */
public record Claimed(long timeMillis, Mutation mutation, long job, ObjectName name, long untilMillis)
        implements ShardRecord {
    static final int KIND = 8;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 24 + Mutation.LENGTH + BodyWriter.lengthOfName(name);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(timeMillis);
        mutation.write(out);
        out.putLong(job);
        out.putName(name);
        out.putLong(untilMillis);
    }

    static Claimed read(BodyReader in) throws ProtocolException {
        return new Claimed(in.getLong(), Mutation.read(in), in.getLong(), in.getName(), in.getLong());
    }
}
