package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.ProtocolException;
import java.util.List;

/**
 * Chunks to free. Valid only from a known log id and no lower epoch.
 *
 * @param upTo to be acknowledged with the next FREES
 * @param tombstones dropped jobs the node may not have heard of
 */
public record FreesReply(long logId, long epoch, long upTo, List<ChunkId> chunks, List<Tombstone> tombstones)
        implements Response {
    /** With {@link Frees#MAX_CHUNKS} chunks, as many fit into a body. */
    public static final int MAX_TOMBSTONES = 1000;

    public FreesReply {
        chunks = List.copyOf(chunks);
        tombstones = List.copyOf(tombstones);
    }

    @Override
    public int bodyLength() {
        return 24 + Lists.COUNT_LENGTH + chunks.size() * ChunkId.LENGTH + Lists.length(tombstones, Tombstone::length);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(logId);
        out.putLong(epoch);
        out.putLong(upTo);
        Lists.write(chunks, ChunkId::write, out);
        Lists.write(tombstones, Tombstone::write, out);
    }

    static FreesReply read(BodyReader in) throws ProtocolException {
        return new FreesReply(
                in.getLong(),
                in.getLong(),
                in.getLong(),
                Lists.read(in, ChunkId.LENGTH, ChunkId::read),
                Lists.read(in, Tombstone.MIN_LENGTH, Tombstone::read));
    }
}
