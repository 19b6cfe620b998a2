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
 * @param flags {@link #AWAIT}
 * @param stream number of the first replica of the object's first chunk, as the first answer gave it: another object of that name is not
 *     meant; {@link ChunkId#NONE} for any
 * @param fromChunk chunks that the reader knows already
 */
public record Follow(ObjectName name, int flags, ChunkId stream, int fromChunk) implements Request {
    /** With {@link ChunkId#NONE}: wait until there is an object of that name, growing or published. */
    public static final int AWAIT = 1;

    @Override
    public Opcode opcode() {
        return Opcode.FOLLOW;
    }

    @Override
    public int bodyLength() {
        return 5 + ChunkId.LENGTH + BodyWriter.lengthOfName(name);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putName(name);
        out.putByte(flags);
        stream.write(out);
        out.putInt(fromChunk);
    }

    static Follow read(BodyReader in) throws ProtocolException {
        return new Follow(in.getName(), in.getByte(), ChunkId.read(in), in.getLength());
    }
}
