package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Lists;
import io.pocket.protocol.message.Mutation;
import java.util.List;

/**
 * A growing object got more chunks, or its last ones: then it was published by the same record, for a repetition must find both or neither.
 *
 * @param timeMillis state time, see {@link io.pocket.metadata.core.StateClock}
 * @param begins it is a new one; the one that grew under this name before is abandoned
 * @param last it is published
 * @param createdAtEpochMillis wall clock, for people only; 0 unless last
 * @param expiresAtMillis state time, 0 for never and unless last
 * @param chunks in order
 */
public record Appended(
        long timeMillis,
        Mutation mutation,
        long job,
        ObjectName name,
        boolean begins,
        boolean last,
        long createdAtEpochMillis,
        long expiresAtMillis,
        List<Chunk> chunks)
        implements ShardRecord {
    static final int KIND = 24;

    public Appended {
        chunks = List.copyOf(chunks);
    }

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 34 + Mutation.LENGTH + BodyWriter.lengthOfName(name) + Lists.length(chunks, Chunk::length);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(timeMillis);
        mutation.write(out);
        out.putLong(job);
        out.putName(name);
        out.putByte(begins ? 1 : 0);
        out.putByte(last ? 1 : 0);
        out.putLong(createdAtEpochMillis);
        out.putLong(expiresAtMillis);
        Lists.write(chunks, Chunk::write, out);
    }

    static Appended read(BodyReader in) throws ProtocolException {
        return new Appended(
                in.getLong(),
                Mutation.read(in),
                in.getLong(),
                in.getName(),
                in.getBoolean(),
                in.getBoolean(),
                in.getLong(),
                in.getLong(),
                Lists.read(in, Chunk.MIN_LENGTH, Chunk::read));
    }
}
