package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.message.NodeEntry;

/**
 * The controller told of a node.
 *
 * @param timeMillis state time, see {@link io.pocket.metadata.core.StateClock}
 */
public record NodeStored(long timeMillis, NodeEntry node) implements ShardRecord {
    static final int KIND = 15;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 8 + node.length();
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(timeMillis);
        node.write(out);
    }

    static NodeStored read(BodyReader in) throws ProtocolException {
        return new NodeStored(in.getLong(), NodeEntry.read(in));
    }
}
