package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Tier;

/**
 * What a shard must know of a node.
 *
 * @param address {@code host:port}
 */
public record NodeEntry(int nodeId, long incarnation, Tier tier, NodeState state, String address) {
    public static final int MIN_LENGTH = 16;

    public int length() {
        return 14 + BodyWriter.lengthOfText(address);
    }

    public void write(BodyWriter out) {
        out.putInt(nodeId);
        out.putLong(incarnation);
        out.putByte(tier.code());
        out.putByte(state.code());
        out.putText(address);
    }

    public static NodeEntry read(BodyReader in) throws ProtocolException {
        return new NodeEntry(
                in.getInt(), in.getLong(), Tier.of(in.getByte()), NodeState.of(in.getByte()), in.getText());
    }
}
