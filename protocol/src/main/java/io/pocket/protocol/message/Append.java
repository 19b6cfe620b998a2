package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import java.util.List;

/**
 * Adds chunks to an object that is read while it is written. Only FOLLOW sees them, until the one with {@link #LAST} publishes the object
 * as COMMIT would.
 *
 * @param offset bytes appended before; with 0 a stream begins, and one that grew under this name is abandoned
 * @param flags {@link #LAST}, {@link #IF_ABSENT}
 * @param ttlMillis with LAST, as in COMMIT; otherwise 0
 * @param chunks in order; at least one with offset 0
 */
public record Append(Mutation mutation, ObjectName name, long offset, int flags, long ttlMillis, List<Chunk> chunks)
        implements Request {
    /** Publishes the object. */
    public static final int LAST = 1;

    /** With LAST or offset 0: EXISTS if the name is taken. */
    public static final int IF_ABSENT = 1 << 1;

    public Append {
        chunks = List.copyOf(chunks);
    }

    @Override
    public Opcode opcode() {
        return Opcode.APPEND;
    }

    @Override
    public int bodyLength() {
        return 17 + Mutation.LENGTH + BodyWriter.lengthOfName(name) + Lists.length(chunks, Chunk::length);
    }

    @Override
    public void writeBody(BodyWriter out) {
        mutation.write(out);
        out.putName(name);
        out.putLong(offset);
        out.putByte(flags);
        out.putLong(ttlMillis);
        Lists.write(chunks, Chunk::write, out);
    }

    static Append read(BodyReader in) throws ProtocolException {
        return new Append(
                Mutation.read(in),
                in.getName(),
                in.getSize(),
                in.getByte(),
                in.getSize(),
                Lists.read(in, Chunk.MIN_LENGTH, Chunk::read));
    }
}
