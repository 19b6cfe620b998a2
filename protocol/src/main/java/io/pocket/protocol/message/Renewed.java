package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * The lease starts anew.
 */
public record Renewed(int uploadLeaseMillis) implements Response {
    @Override
    public int bodyLength() {
        return 4;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putInt(uploadLeaseMillis);
    }

    static Renewed read(BodyReader in) throws ProtocolException {
        return new Renewed(in.getLength());
    }
}
