package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.ProtocolException;
import java.util.List;

/**
 * What a growing object has more than the reader knew.
 *
 * @param asOf the shard's version as of which this is true
 * @param version of the object once it is published, 0 while it grows
 * @param sizeBytes so far
 * @param stream to be named by the next FOLLOW; {@link ChunkId#NONE} for a published object without chunks: LOOKUP it
 * @param totalChunks so far; more than {@code fromChunk + chunks.size()} if they do not fit
 * @param chunks from {@code fromChunk} on, in order, at most {@value #MAX_CHUNKS}
 */
public record FollowReply(long asOf, long version, long sizeBytes, ChunkId stream, int totalChunks, List<Chunk> chunks)
        implements Response {
    /** Chunks in one answer. */
    public static final int MAX_CHUNKS = 512;

    public FollowReply {
        chunks = List.copyOf(chunks);
    }

    @Override
    public int bodyLength() {
        return 28 + ChunkId.LENGTH + Lists.length(chunks, Chunk::length);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(asOf);
        out.putLong(version);
        out.putLong(sizeBytes);
        stream.write(out);
        out.putInt(totalChunks);
        Lists.write(chunks, Chunk::write, out);
    }

    static FollowReply read(BodyReader in) throws ProtocolException {
        return new FollowReply(
                in.getLong(),
                in.getLong(),
                in.getSize(),
                ChunkId.read(in),
                in.getLength(),
                Lists.read(in, Chunk.MIN_LENGTH, Chunk::read));
    }
}
