package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;

/**
 * Moves an object to another name of the same bucket, atomically.
 *
 * @param mutation who mutates, and how the repetition is recognised
 * @param ifAbsent refuse when {@code to} exists
 */
public record Rename(Mutation mutation, ObjectName from, ObjectName to, boolean ifAbsent) implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.RENAME;
    }

    @Override
    public int bodyLength() {
        return 1 + Mutation.LENGTH + BodyWriter.lengthOfName(from) + BodyWriter.lengthOfName(to);
    }

    @Override
    public void writeBody(BodyWriter out) {
        mutation.write(out);
        out.putName(from);
        out.putName(to);
        out.putByte(ifAbsent ? 1 : 0);
    }

    static Rename read(BodyReader in) throws ProtocolException {
        return new Rename(Mutation.read(in), in.getName(), in.getName(), in.getBoolean());
    }
}
