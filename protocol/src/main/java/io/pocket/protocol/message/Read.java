package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;

/**
 * Asks for bytes of a chunk; the response's payload.
 *
 * @param readLength at least 1
 */
public record Read(ChunkId chunk, int offset, int readLength) implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.READ;
    }

    @Override
    public int bodyLength() {
        return 8 + ChunkId.LENGTH;
    }

    @Override
    public void writeBody(BodyWriter out) {
        chunk.write(out);
        out.putInt(offset);
        out.putInt(readLength);
    }

    static Read read(BodyReader in) throws ProtocolException {
        return new Read(ChunkId.read(in), in.getLength(), in.getLength());
    }
}
