package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import java.util.List;

/**
 * The controller tells a node or shard of all shards there are.
 */
public record ShardsPut(List<ShardEntry> shards) implements Request {
    public ShardsPut {
        shards = List.copyOf(shards);
    }

    @Override
    public Opcode opcode() {
        return Opcode.SHARDS_PUT;
    }

    @Override
    public int bodyLength() {
        return Lists.length(shards, ShardEntry::length);
    }

    @Override
    public void writeBody(BodyWriter out) {
        Lists.write(shards, ShardEntry::write, out);
    }

    /** Reads a body; also for those who keep it. */
    public static ShardsPut read(BodyReader in) throws ProtocolException {
        return new ShardsPut(Lists.read(in, ShardEntry.MIN_LENGTH, ShardEntry::read));
    }
}
