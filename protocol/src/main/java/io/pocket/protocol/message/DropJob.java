package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;

/**
 * The controller ends a job on a shard or node: everything of it is freed and stays refused.
 *
 * @param job job number
 * @param untilEpochSeconds when the last token of the job has expired
 */
public record DropJob(long job, long untilEpochSeconds) implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.DROP_JOB;
    }

    @Override
    public int bodyLength() {
        return 16;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(job);
        out.putLong(untilEpochSeconds);
    }

    static DropJob read(BodyReader in) throws ProtocolException {
        return new DropJob(in.getLong(), in.getLong());
    }
}
