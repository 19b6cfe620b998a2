package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import java.util.List;

/**
 * A node asks whether chunks it holds are still of use.
 *
 * @param chunks at most {@value #MAX_CHUNKS}, all with uploads of this shard
 */
public record Audit(int nodeId, long incarnation, List<ChunkId> chunks) implements Request {
    public Audit {
        chunks = List.copyOf(chunks);
    }

    public static final int MAX_CHUNKS = 4096;

    @Override
    public Opcode opcode() {
        return Opcode.AUDIT;
    }

    @Override
    public int bodyLength() {
        return 12 + Lists.COUNT_LENGTH + chunks.size() * ChunkId.LENGTH;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putInt(nodeId);
        out.putLong(incarnation);
        Lists.write(chunks, ChunkId::write, out);
    }

    static Audit read(BodyReader in) throws ProtocolException {
        return new Audit(in.getInt(), in.getLong(), Lists.read(in, ChunkId.LENGTH, ChunkId::read));
    }
}
