package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * A mutation took effect, now or when it was first sent.
 *
 * @param version version that it made
 * @param affected objects changed: 0 or 1, for bulk operations more
 */
public record Mutated(long version, long affected) implements Response {
    @Override
    public int bodyLength() {
        return 16;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(version);
        out.putLong(affected);
    }

    static Mutated read(BodyReader in) throws ProtocolException {
        return new Mutated(in.getLong(), in.getLong());
    }
}
