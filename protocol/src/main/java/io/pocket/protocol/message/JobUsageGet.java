package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;

/**
 * The controller asks what jobs use on a shard or node, a page at a time.
 *
 * @param afterJob only jobs with a higher number; 0 for the first page
 * @param limit 1 to {@value #MAX_LIMIT}
 */
public record JobUsageGet(long afterJob, int limit) implements Request {
    /** Jobs in one page. */
    public static final int MAX_LIMIT = 1000;

    @Override
    public Opcode opcode() {
        return Opcode.JOB_USAGE;
    }

    @Override
    public int bodyLength() {
        return 10;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(afterJob);
        out.putShort(limit);
    }

    static JobUsageGet read(BodyReader in) throws ProtocolException {
        return new JobUsageGet(in.getLong(), in.getShort());
    }
}
