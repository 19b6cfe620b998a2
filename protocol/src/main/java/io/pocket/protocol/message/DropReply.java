package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * What was freed.
 *
 * @param objects objects on a shard, chunks on a node
 */
public record DropReply(long objects, long bytes) implements Response {
    @Override
    public int bodyLength() {
        return 16;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(objects);
        out.putLong(bytes);
    }

    static DropReply read(BodyReader in) throws ProtocolException {
        return new DropReply(in.getSize(), in.getSize());
    }
}
