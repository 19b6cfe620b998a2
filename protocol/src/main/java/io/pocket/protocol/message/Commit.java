package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import java.util.List;

/**
 * Publishes an object atomically. With no chunks the payload is the object itself (inline).
 *
 * @param mutation who mutates, and how the repetition is recognised
 * @param flags {@link #IF_ABSENT}, {@link #IF_VERSION}
 * @param ifVersion version the object must have, with IF_VERSION
 * @param ttlMillis the object is deleted this long after the commit; 0 for the bucket's default
 * @param sizeBytes length of the object
 * @param crc32c of the inline bytes; 0 when there are chunks
 * @param chunks in order; their lengths add up to the size
 */
public record Commit(
        Mutation mutation,
        ObjectName name,
        int flags,
        long ifVersion,
        long ttlMillis,
        long sizeBytes,
        int crc32c,
        List<Chunk> chunks)
        implements Request {
    public Commit {
        chunks = List.copyOf(chunks);
    }

    public static final int IF_ABSENT = 1;
    public static final int IF_VERSION = 1 << 1;

    @Override
    public Opcode opcode() {
        return Opcode.COMMIT;
    }

    @Override
    public int bodyLength() {
        return 29 + Mutation.LENGTH + BodyWriter.lengthOfName(name) + Lists.length(chunks, Chunk::length);
    }

    @Override
    public void writeBody(BodyWriter out) {
        mutation.write(out);
        out.putName(name);
        out.putByte(flags);
        out.putLong(ifVersion);
        out.putLong(ttlMillis);
        out.putLong(sizeBytes);
        out.putInt(crc32c);
        Lists.write(chunks, Chunk::write, out);
    }

    static Commit read(BodyReader in) throws ProtocolException {
        return new Commit(
                Mutation.read(in),
                in.getName(),
                in.getByte(),
                in.getLong(),
                in.getSize(),
                in.getSize(),
                in.getInt(),
                Lists.read(in, Chunk.MIN_LENGTH, Chunk::read));
    }
}
