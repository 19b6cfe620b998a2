package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * Any response with a status other than OK.
 *
 * @param asOf the shard's version as of which this is true; 0 from a node
 * @param detail one sentence for a person: what was wrong and what to do
 */
public record ErrorReply(long asOf, String detail) implements Response {
    @Override
    public int bodyLength() {
        return 8 + BodyWriter.lengthOfText(detail);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(asOf);
        out.putText(detail);
    }

    static ErrorReply read(BodyReader in) throws ProtocolException {
        return new ErrorReply(in.getLong(), in.getText());
    }
}
