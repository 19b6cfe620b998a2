package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * An upload ended: its uncommitted chunks are free and it commits no more.
 *
 * @param timeMillis state time, see {@link io.pocket.metadata.core.StateClock}
 */
public record UploadExpired(long timeMillis, long upload) implements ShardRecord {
    static final int KIND = 3;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 16;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(timeMillis);
        out.putLong(upload);
    }

    static UploadExpired read(BodyReader in) throws ProtocolException {
        return new UploadExpired(in.getLong(), in.getLong());
    }
}
