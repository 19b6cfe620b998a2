package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;

/**
 * Waits until so many objects start with a prefix. The shard answers when they do, or when the request's deadline is near.
 *
 * @param prefix it holds at least the bucket and its slash
 * @param atLeast objects to wait for, at least 1
 */
public record AwaitCount(Bytes prefix, long atLeast) implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.AWAIT_COUNT;
    }

    @Override
    public int bodyLength() {
        return 8 + BodyWriter.lengthOfBytes(prefix);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putBytes(prefix);
        out.putLong(atLeast);
    }

    static AwaitCount read(BodyReader in) throws ProtocolException {
        return new AwaitCount(in.getBytes(), in.getSize());
    }
}
