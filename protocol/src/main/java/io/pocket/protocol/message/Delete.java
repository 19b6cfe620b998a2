package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;

/**
 * Removes an object.
 *
 * @param mutation who mutates, and how the repetition is recognised
 * @param ifVersion version the object must have, 0 for any
 */
public record Delete(Mutation mutation, ObjectName name, long ifVersion) implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.DELETE;
    }

    @Override
    public int bodyLength() {
        return 8 + Mutation.LENGTH + BodyWriter.lengthOfName(name);
    }

    @Override
    public void writeBody(BodyWriter out) {
        mutation.write(out);
        out.putName(name);
        out.putLong(ifVersion);
    }

    static Delete read(BodyReader in) throws ProtocolException {
        return new Delete(Mutation.read(in), in.getName(), in.getLong());
    }
}
