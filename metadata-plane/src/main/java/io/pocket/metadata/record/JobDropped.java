package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * A job ended. Everything of it is gone; its tombstone stays.
 *
 * @param timeMillis state time, see {@link io.pocket.metadata.core.StateClock}
 * @param untilEpochSeconds when the last token of the job has expired
 */
public record JobDropped(long timeMillis, long job, long untilEpochSeconds) implements ShardRecord {
    static final int KIND = 14;

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
        out.putLong(job);
        out.putLong(untilEpochSeconds);
    }

    static JobDropped read(BodyReader in) throws ProtocolException {
        return new JobDropped(in.getLong(), in.getLong(), in.getLong());
    }
}
