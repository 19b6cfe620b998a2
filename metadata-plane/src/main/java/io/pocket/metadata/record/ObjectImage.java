package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Lists;
import java.util.List;

/**
 * An object as it is logged.
 *
 * @param version the shard's mutation counter at the commit
 * @param sizeBytes length of the object
 * @param crc32c of the inline bytes, 0 when there are chunks
 * @param createdAtEpochMillis wall clock, for people only
 * @param expiresAtMillis state time, 0 for never
 * @param inlineLength bytes that live in the record, 0 when there are chunks or no bytes
 * @param chunks in order, empty when inline
 */
public record ObjectImage(
        long version,
        long sizeBytes,
        int crc32c,
        long createdAtEpochMillis,
        long expiresAtMillis,
        int inlineLength,
        List<Chunk> chunks) {
    private static final int FIXED_LENGTH = 4 * Long.BYTES + 2 * Integer.BYTES;

    public ObjectImage {
        chunks = List.copyOf(chunks);
    }

    int length() {
        return FIXED_LENGTH + Lists.length(chunks, Chunk::length);
    }

    void write(BodyWriter out) {
        out.putLong(version);
        out.putLong(sizeBytes);
        out.putInt(crc32c);
        out.putLong(createdAtEpochMillis);
        out.putLong(expiresAtMillis);
        out.putInt(inlineLength);
        Lists.write(chunks, Chunk::write, out);
    }

    static ObjectImage read(BodyReader in) throws ProtocolException {
        return new ObjectImage(
                in.getLong(),
                in.getSize(),
                in.getInt(),
                in.getLong(),
                in.getLong(),
                in.getLength(),
                Lists.read(in, Chunk.MIN_LENGTH, Chunk::read));
    }
}
