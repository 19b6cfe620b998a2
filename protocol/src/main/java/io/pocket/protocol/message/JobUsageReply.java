package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;
import java.util.List;

/**
 * A page of jobs, by ascending number.
 *
 * @param more there are jobs after the last of these
 */
public record JobUsageReply(boolean more, List<JobUsage> jobs) implements Response {
    public JobUsageReply {
        jobs = List.copyOf(jobs);
    }

    @Override
    public int bodyLength() {
        return 1 + Lists.length(jobs, JobUsage::length);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putByte(more ? 1 : 0);
        Lists.write(jobs, JobUsage::write, out);
    }

    static JobUsageReply read(BodyReader in) throws ProtocolException {
        return new JobUsageReply(in.getBoolean(), Lists.read(in, JobUsage.MIN_LENGTH, JobUsage::read));
    }
}
