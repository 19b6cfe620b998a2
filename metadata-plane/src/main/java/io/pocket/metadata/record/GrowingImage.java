package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Lists;
import java.util.List;

/** Snapshot of a growing object. */
public record GrowingImage(long job, ObjectName name, List<Chunk> chunks) implements ShardRecord {
    static final int KIND = 44;

    public GrowingImage {
        chunks = List.copyOf(chunks);
    }

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 8 + BodyWriter.lengthOfName(name) + Lists.length(chunks, Chunk::length);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(job);
        out.putName(name);
        Lists.write(chunks, Chunk::write, out);
    }

    static GrowingImage read(BodyReader in) throws ProtocolException {
        return new GrowingImage(in.getLong(), in.getName(), Lists.read(in, Chunk.MIN_LENGTH, Chunk::read));
    }
}
