package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;

/**
 * The payload is bytes of a chunk, from {@code offset} on. The chunk is readable when all {@code declaredLength} bytes have arrived; the parts of one chunk are sent in order on one connection.
 *
 * @param offset where in the chunk the payload belongs
 * @param declaredLength length of the whole chunk, at least 1
 */
public record Write(ChunkId chunk, int offset, int declaredLength) implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.WRITE;
    }

    @Override
    public int bodyLength() {
        return 8 + ChunkId.LENGTH;
    }

    @Override
    public void writeBody(BodyWriter out) {
        chunk.write(out);
        out.putInt(offset);
        out.putInt(declaredLength);
    }

    static Write read(BodyReader in) throws ProtocolException {
        return new Write(ChunkId.read(in), in.getLength(), in.getLength());
    }
}
