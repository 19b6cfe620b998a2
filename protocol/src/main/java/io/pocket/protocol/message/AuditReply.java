package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.ProtocolException;

/**
 * One bit for each chunk of the AUDIT, in its order: 1 when the chunk is free. Valid only from a known log id and no lower epoch.
 *
 * @param freeBits bit i is bit (i mod 8) of byte i / 8
 */
public record AuditReply(long logId, long epoch, Bytes freeBits) implements Response {
    @Override
    public int bodyLength() {
        return 16 + BodyWriter.lengthOfBytes(freeBits);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(logId);
        out.putLong(epoch);
        out.putBytes(freeBits);
    }

    static AuditReply read(BodyReader in) throws ProtocolException {
        return new AuditReply(in.getLong(), in.getLong(), in.getBytes());
    }
}
