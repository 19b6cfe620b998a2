package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * How full a node is.
 *
 * @param usedBytes space taken by chunks, allocation losses included
 * @param storedBytes declared lengths of all chunks
 * @param pendingBytes part of stored that is not yet known to be committed
 * @param pins operations under way on extents
 */
public record NodeStatReply(
        long capacityBytes,
        long usedBytes,
        long storedBytes,
        long pendingBytes,
        long chunks,
        long pins,
        NodeState state)
        implements Response {
    @Override
    public int bodyLength() {
        return 49;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(capacityBytes);
        out.putLong(usedBytes);
        out.putLong(storedBytes);
        out.putLong(pendingBytes);
        out.putLong(chunks);
        out.putLong(pins);
        out.putByte(state.code());
    }

    static NodeStatReply read(BodyReader in) throws ProtocolException {
        return new NodeStatReply(
                in.getSize(),
                in.getSize(),
                in.getSize(),
                in.getSize(),
                in.getSize(),
                in.getSize(),
                NodeState.of(in.getByte()));
    }
}
