package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.message.JobPut;

/**
 * The controller made a job known, or changed it.
 *
 * @param timeMillis state time, see {@link io.pocket.metadata.core.StateClock}
 * @param job as pushed last
 */
public record JobStored(long timeMillis, JobPut job) implements ShardRecord {
    static final int KIND = 13;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return Long.BYTES + job.bodyLength();
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(timeMillis);
        job.writeBody(out);
    }

    static JobStored read(BodyReader in) throws ProtocolException {
        return new JobStored(in.getLong(), JobPut.read(in));
    }
}
