package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.ProtocolException;

/**
 * One place where a chunk's bytes are.
 */
public record Replica(ChunkId chunk, int nodeId, long incarnation) {
    static final int MIN_LENGTH = 12 + ChunkId.LENGTH;

    int length() {
        return 12 + ChunkId.LENGTH;
    }

    void write(BodyWriter out) {
        chunk.write(out);
        out.putInt(nodeId);
        out.putLong(incarnation);
    }

    static Replica read(BodyReader in) throws ProtocolException {
        return new Replica(ChunkId.read(in), in.getInt(), in.getLong());
    }
}
