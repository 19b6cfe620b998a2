package io.pocket.benchmarks.load;

import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.Response;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Looks at response frames where they arrived. */
final class PocketFrames {
    private PocketFrames() {}

    /** Whether all of a frame lies at the position of a little-endian buffer. */
    static boolean isWhole(ByteBuffer in) throws IOException {
        if (in.remaining() < FrameHeader.HEADER_LENGTH) {
            return false;
        }
        try {
            FrameHeader.validate(in, in.position(), in.capacity());
        } catch (ProtocolException e) {
            throw new IOException("that is no frame: " + e.getMessage(), e);
        }
        return in.remaining() >= FrameHeader.frameLength(in, in.position());
    }

    /** Throws what the server said, if that is not OK. */
    static void requireOk(ByteBuffer in, int start) throws IOException {
        if (FrameHeader.statusCode(in, start) != Status.OK.code()) {
            throw refused(in, start);
        }
    }

    private static IOException refused(ByteBuffer in, int start) {
        Status status = Status.of(FrameHeader.statusCode(in, start));
        Opcode opcode = Opcode.of(FrameHeader.opcode(in, start));
        int body = start + FrameHeader.bodyOffset(FrameHeader.flags(in, start));
        try {
            ByteBuffer bytes = in.duplicate().order(in.order());
            bytes.limit(body + FrameHeader.bodyLength(in, start)).position(body);
            ErrorReply error = (ErrorReply) Response.decode(opcode, status, bytes);
            return new IOException(opcode + " was answered " + status + ": " + error.detail());
        } catch (ProtocolException e) {
            return new IOException(opcode + " was answered " + status + ", with a broken body", e);
        }
    }
}
