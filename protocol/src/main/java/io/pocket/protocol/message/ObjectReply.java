package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;
import java.util.List;

/**
 * A record. For inline objects the payload is the object.
 *
 * @param asOf the shard's version as of which this is true
 * @param version version of the object
 * @param crc32c of the inline bytes; 0 when there are chunks
 * @param createdAtMillis wall clock of the shard at the commit, milliseconds since 1970
 * @param ttlMillis remaining time to live, 0 for none
 * @param claimId with CLAIM: to be named in CLAIM_END; otherwise 0
 * @param inline the bytes live in the record
 * @param chunks in order
 */
public record ObjectReply(
        long asOf,
        long version,
        long sizeBytes,
        int crc32c,
        long createdAtMillis,
        long ttlMillis,
        long claimId,
        boolean inline,
        List<Chunk> chunks)
        implements Response {
    public ObjectReply {
        chunks = List.copyOf(chunks);
    }

    @Override
    public int bodyLength() {
        return 53 + Lists.length(chunks, Chunk::length);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(asOf);
        out.putLong(version);
        out.putLong(sizeBytes);
        out.putInt(crc32c);
        out.putLong(createdAtMillis);
        out.putLong(ttlMillis);
        out.putLong(claimId);
        out.putByte(inline ? 1 : 0);
        Lists.write(chunks, Chunk::write, out);
    }

    static ObjectReply read(BodyReader in) throws ProtocolException {
        return new ObjectReply(
                in.getLong(),
                in.getLong(),
                in.getSize(),
                in.getInt(),
                in.getLong(),
                in.getSize(),
                in.getLong(),
                in.getBoolean(),
                Lists.read(in, Chunk.MIN_LENGTH, Chunk::read));
    }
}
