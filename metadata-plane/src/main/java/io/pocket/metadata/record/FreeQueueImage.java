package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.message.Lists;
import java.util.List;

/**
 * Snapshot of part of a node's unacknowledged frees.
 *
 * @param firstSequence of the first chunk below
 */
public record FreeQueueImage(int nodeId, long incarnation, long firstSequence, List<ChunkId> chunks)
        implements ShardRecord {
    static final int KIND = 36;

    public FreeQueueImage {
        chunks = List.copyOf(chunks);
    }

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 20 + Lists.COUNT_LENGTH + chunks.size() * ChunkId.LENGTH;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putInt(nodeId);
        out.putLong(incarnation);
        out.putLong(firstSequence);
        Lists.write(chunks, ChunkId::write, out);
    }

    static FreeQueueImage read(BodyReader in) throws ProtocolException {
        return new FreeQueueImage(
                in.getInt(), in.getLong(), in.getLong(), Lists.read(in, ChunkId.LENGTH, ChunkId::read));
    }
}
