package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;

/**
 * A success that carries nothing.
 */
public record Empty() implements Response {
    @Override
    public int bodyLength() {
        return 0;
    }

    @Override
    public void writeBody(BodyWriter out) {}

    static Empty read(BodyReader in) {
        return new Empty();
    }
}
