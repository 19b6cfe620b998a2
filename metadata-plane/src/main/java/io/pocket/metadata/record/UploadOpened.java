package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * A client session got its upload id.
 *
 * @param timeMillis state time, see {@link io.pocket.metadata.core.StateClock}
 */
public record UploadOpened(long timeMillis, long upload, long job) implements ShardRecord {
    static final int KIND = 2;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 24;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(timeMillis);
        out.putLong(upload);
        out.putLong(job);
    }

    static UploadOpened read(BodyReader in) throws ProtocolException {
        return new UploadOpened(in.getLong(), in.getLong(), in.getLong());
    }
}
