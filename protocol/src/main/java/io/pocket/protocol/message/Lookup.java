package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;

/**
 * Where is the object, and its bytes when they are inline? With {@link #AWAIT} the shard answers when the name exists or the request's deadline is near.
 *
 * @param flags {@link #AWAIT}, {@link #CLAIM}, {@link #NO_INLINE}
 * @param afterVersion an object with a later version is meant, awaited or not; 0 for any
 * @param mutation with CLAIM: who claims; otherwise {@link Mutation#NONE}
 * @param claimLeaseMillis with CLAIM: the claim ends by itself after this long
 */
public record Lookup(int flags, ObjectName name, long afterVersion, Mutation mutation, int claimLeaseMillis)
        implements Request {
    public static final int AWAIT = 1;
    public static final int CLAIM = 1 << 1;
    public static final int NO_INLINE = 1 << 2;

    @Override
    public Opcode opcode() {
        return Opcode.LOOKUP;
    }

    @Override
    public int bodyLength() {
        return 13 + Mutation.LENGTH + BodyWriter.lengthOfName(name);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putByte(flags);
        out.putName(name);
        out.putLong(afterVersion);
        mutation.write(out);
        out.putInt(claimLeaseMillis);
    }

    static Lookup read(BodyReader in) throws ProtocolException {
        return new Lookup(in.getByte(), in.getName(), in.getLong(), Mutation.read(in), in.getLength());
    }
}
