package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;

/**
 * The writer will never commit this chunk: it may go now rather than when the upload ends.
 */
public record Discard(ChunkId chunk) implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.DISCARD;
    }

    @Override
    public int bodyLength() {
        return ChunkId.LENGTH;
    }

    @Override
    public void writeBody(BodyWriter out) {
        chunk.write(out);
    }

    static Discard read(BodyReader in) throws ProtocolException {
        return new Discard(ChunkId.read(in));
    }
}
