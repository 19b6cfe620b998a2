package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import java.util.List;

/**
 * The controller tells a shard of nodes. Nodes not named stay as they are.
 */
public record NodesPut(List<NodeEntry> nodes) implements Request {
    public NodesPut {
        nodes = List.copyOf(nodes);
    }

    @Override
    public Opcode opcode() {
        return Opcode.NODES_PUT;
    }

    @Override
    public int bodyLength() {
        return Lists.length(nodes, NodeEntry::length);
    }

    @Override
    public void writeBody(BodyWriter out) {
        Lists.write(nodes, NodeEntry::write, out);
    }

    static NodesPut read(BodyReader in) throws ProtocolException {
        return new NodesPut(Lists.read(in, NodeEntry.MIN_LENGTH, NodeEntry::read));
    }
}
