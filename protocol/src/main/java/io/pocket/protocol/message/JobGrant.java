package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;

/**
 * The controller tells a node what a job may hold there.
 *
 * @param job job number
 * @param guaranteedBytes room kept for the job whatever others hold
 * @param limitBytes most the job may hold; 0 for what the shared pool gives
 * @param maxConnections client connections of the job to this node; 0 for any number
 */
public record JobGrant(long job, long guaranteedBytes, long limitBytes, int maxConnections) implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.JOB_GRANT;
    }

    @Override
    public int bodyLength() {
        return 28;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(job);
        out.putLong(guaranteedBytes);
        out.putLong(limitBytes);
        out.putInt(maxConnections);
    }

    static JobGrant read(BodyReader in) throws ProtocolException {
        return new JobGrant(in.getLong(), in.getSize(), in.getSize(), in.getLength());
    }
}
