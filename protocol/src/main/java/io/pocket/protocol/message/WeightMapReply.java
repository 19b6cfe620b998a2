package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.WeightMap;

/**
 * The current weight map.
 */
public record WeightMapReply(WeightMap weightMap) implements Response {
    @Override
    public int bodyLength() {
        return weightMap.length();
    }

    @Override
    public void writeBody(BodyWriter out) {
        weightMap.write(out);
    }

    static WeightMapReply read(BodyReader in) throws ProtocolException {
        return new WeightMapReply(WeightMap.read(in));
    }
}
