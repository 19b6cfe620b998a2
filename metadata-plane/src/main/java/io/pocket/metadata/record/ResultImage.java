package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * What a mutation answered, kept until its client has acknowledged it.
 *
 * @param sequence of the mutation within its upload
 * @param version that the mutation made
 * @param affected objects changed
 */
public record ResultImage(int sequence, long version, long affected) {
    static final int LENGTH = Integer.BYTES + 2 * Long.BYTES;

    void write(BodyWriter out) {
        out.putInt(sequence);
        out.putLong(version);
        out.putLong(affected);
    }

    static ResultImage read(BodyReader in) throws ProtocolException {
        return new ResultImage(in.getInt(), in.getLong(), in.getLong());
    }
}
