package io.pocket.simulator;

import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Frames;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Frames as the simulated network carries them: the real encoding, so that the codec is under test as well. */
final class FrameCodec {
    private FrameCodec() {}

    static byte[] request(Request request, long requestId, int deadlineMillis, ByteBuffer payload) {
        int payloadLength = payload == null ? 0 : payload.remaining();
        byte[] bytes = new byte[Frames.requestLength(request, null) + payloadLength];
        ByteBuffer frame = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Frames.writeRequest(frame, request, requestId, deadlineMillis, null, payloadLength, new BodyWriter(frame));
        append(frame, payload);
        return bytes;
    }

    static byte[] response(
            int opcode,
            long requestId,
            Status status,
            int retryAfterMillis,
            int flags,
            Response response,
            ByteBuffer payload) {
        int payloadLength = payload == null ? 0 : payload.remaining();
        byte[] bytes = new byte[Frames.responseLength(response) + payloadLength];
        ByteBuffer frame = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Frames.writeResponse(
                frame,
                opcode,
                requestId,
                status,
                retryAfterMillis,
                flags,
                response,
                payloadLength,
                new BodyWriter(frame));
        append(frame, payload);
        return bytes;
    }

    private static void append(ByteBuffer frame, ByteBuffer payload) {
        if (payload != null) {
            frame.put(payload.duplicate());
        }
    }

    /** Opcode of a valid frame. */
    static Opcode opcode(ByteBuffer frame) {
        return Opcode.of(FrameHeader.opcode(frame, 0));
    }

    static Request decodeRequest(ByteBuffer frame) {
        try {
            return Request.decode(opcode(frame), body(frame));
        } catch (ProtocolException e) {
            throw new IllegalStateException("the simulator made a frame it cannot read", e);
        }
    }

    static Response decodeResponse(ByteBuffer frame) {
        try {
            return Response.decode(opcode(frame), Status.of(FrameHeader.statusCode(frame, 0)), body(frame));
        } catch (ProtocolException e) {
            throw new IllegalStateException("a server made a frame that cannot be read", e);
        }
    }

    private static ByteBuffer body(ByteBuffer frame) throws ProtocolException {
        FrameHeader.validate(frame, 0, FrameHeader.MAX_FRAME_LENGTH);
        int start = FrameHeader.bodyOffset(FrameHeader.flags(frame, 0));
        return slice(frame, start, FrameHeader.bodyLength(frame, 0));
    }

    static ByteBuffer payload(ByteBuffer frame) {
        int length = FrameHeader.payloadLength(frame, 0);
        return slice(frame, frame.limit() - length, length);
    }

    private static ByteBuffer slice(ByteBuffer frame, int start, int length) {
        return frame.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
