package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;

/**
 * Ends a claim: the object is deleted, or reappears.
 *
 * @param mutation who mutates, and how the repetition is recognised
 * @param consumed delete the object; otherwise it reappears
 */
public record ClaimEnd(Mutation mutation, ObjectName name, long claimId, boolean consumed) implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.CLAIM_END;
    }

    @Override
    public int bodyLength() {
        return 9 + Mutation.LENGTH + BodyWriter.lengthOfName(name);
    }

    @Override
    public void writeBody(BodyWriter out) {
        mutation.write(out);
        out.putName(name);
        out.putLong(claimId);
        out.putByte(consumed ? 1 : 0);
    }

    static ClaimEnd read(BodyReader in) throws ProtocolException {
        return new ClaimEnd(Mutation.read(in), in.getName(), in.getLong(), in.getBoolean());
    }
}
