package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * Objects and their bytes.
 *
 * @param asOf the shard's version as of which this is true
 */
public record CountReply(long asOf, long objects, long bytes) implements Response {
    @Override
    public int bodyLength() {
        return 24;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(asOf);
        out.putLong(objects);
        out.putLong(bytes);
    }

    static CountReply read(BodyReader in) throws ProtocolException {
        return new CountReply(in.getLong(), in.getSize(), in.getSize());
    }
}
