package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;

/**
 * Reads the record of an object while it grows. The shard answers when the object has more than {@code fromChunk} chunks, or is
 * published, or the request's deadline is near.
 *
 * @param stream number of the first replica of the object's first chunk, as the first answer gave it: another object of that name is not
 *     meant; {@link ChunkId#NONE} for any
 * @param fromChunk chunks that the reader knows already
 */
public record Follow(ObjectName name, ChunkId stream, int fromChunk) implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.FOLLOW;
    }

    @Override
    public int bodyLength() {
        return 4 + ChunkId.LENGTH + BodyWriter.lengthOfName(name);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putName(name);
        stream.write(out);
        out.putInt(fromChunk);
    }

    static Follow read(BodyReader in) throws ProtocolException {
        return new Follow(in.getName(), ChunkId.read(in), in.getLength());
    }
}
