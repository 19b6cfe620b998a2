package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Role;

/**
 * First request on every connection. Nothing else is answered before it succeeded.
 *
 * @param protocolVersion highest version the sender speaks, see {@link #VERSION}
 * @param role what the sender is
 * @param features bit set of optional features the sender understands; none is defined yet
 * @param expectedId shard or node id the sender means to reach, 0 for any
 * @param expectedIncarnation node incarnation or shard log id the sender means to reach, 0 for any
 * @param resumeUpload upload id to go on with on a shard, 0 for a new one
 * @param token {@link io.pocket.protocol.token.JobToken} or {@link io.pocket.protocol.token.ServiceToken}
 * @param agent name and version of the sender, for the log
 */
public record Hello(
        int protocolVersion,
        Role role,
        long features,
        int expectedId,
        long expectedIncarnation,
        long resumeUpload,
        Bytes token,
        String agent)
        implements Request {
    /** The version that this code speaks. */
    public static final int VERSION = 1;

    @Override
    public Opcode opcode() {
        return Opcode.HELLO;
    }

    @Override
    public int bodyLength() {
        return 31 + BodyWriter.lengthOfBytes(token) + BodyWriter.lengthOfText(agent);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putShort(protocolVersion);
        out.putByte(role.code());
        out.putLong(features);
        out.putInt(expectedId);
        out.putLong(expectedIncarnation);
        out.putLong(resumeUpload);
        out.putBytes(token);
        out.putText(agent);
    }

    static Hello read(BodyReader in) throws ProtocolException {
        return new Hello(
                in.getShort(),
                Role.of(in.getByte()),
                in.getLong(),
                in.getInt(),
                in.getLong(),
                in.getLong(),
                in.getBytes(),
                in.getText());
    }
}
