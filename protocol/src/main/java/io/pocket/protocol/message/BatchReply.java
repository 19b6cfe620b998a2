package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * The payload holds the response frames, in the order in which they became ready. A response whose payload does not fit has status BUSY: repeat that request.
 *
 * @param count responses in the payload
 */
public record BatchReply(int count) implements Response {
    @Override
    public int bodyLength() {
        return 2;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putShort(count);
    }

    static BatchReply read(BodyReader in) throws ProtocolException {
        return new BatchReply(in.getShort());
    }
}
