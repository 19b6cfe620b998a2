package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * A dropped job.
 *
 * @param job job number
 * @param untilEpochSeconds when the last token of the job has expired
 */
public record Tombstone(long job, long untilEpochSeconds) {
    public static final int MIN_LENGTH = 16;

    public int length() {
        return 16;
    }

    public void write(BodyWriter out) {
        out.putLong(job);
        out.putLong(untilEpochSeconds);
    }

    public static Tombstone read(BodyReader in) throws ProtocolException {
        return new Tombstone(in.getLong(), in.getLong());
    }
}
