package io.pocket.metadata.core;

import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.message.Request;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * One request of a batch.
 *
 * @param opcodeCode as sent
 * @param request null when there is no such opcode
 * @param payload a view of the batch's payload, possibly empty
 */
record BatchFrame(long requestId, int opcodeCode, int deadlineMillis, Request request, ByteBuffer payload) {
    /**
     * Takes a batch's payload apart before any of it is carried out.
     *
     * @param frames little-endian, between position and limit; the views live as long as it does
     * @throws ProtocolException whatever the bytes are, unless they are exactly so many request frames
     */
    static List<BatchFrame> decodeAll(ByteBuffer frames, int count) throws ProtocolException {
        List<BatchFrame> decoded = new ArrayList<>(Math.min(count, frames.remaining() / FrameHeader.HEADER_LENGTH));
        int index = frames.position();
        for (int i = 0; i < count; i++) {
            decoded.add(decode(frames, index));
            index += FrameHeader.frameLength(frames, index);
        }
        if (index != frames.limit()) {
            throw new ProtocolException(
                    "a batch of " + count + " requests has " + (frames.limit() - index) + " bytes too many");
        }
        return decoded;
    }

    private static BatchFrame decode(ByteBuffer frames, int index) throws ProtocolException {
        int left = frames.limit() - index;
        if (left < FrameHeader.HEADER_LENGTH) {
            throw new ProtocolException("a batch ends in the middle of a request");
        }
        FrameHeader.validate(frames, index, left);
        int flags = FrameHeader.flags(frames, index);
        if ((flags & ~FrameHeader.FLAG_TRACE) != 0) {
            throw new ProtocolException("flags 0x" + Integer.toHexString(flags) + " in a batch belong to a response");
        }
        int bodyStart = index + FrameHeader.bodyOffset(flags);
        int bodyEnd = bodyStart + FrameHeader.bodyLength(frames, index);
        int code = FrameHeader.opcode(frames, index);
        Opcode opcode = Opcode.of(code);
        return new BatchFrame(
                FrameHeader.requestId(frames, index),
                code,
                FrameHeader.deadlineMillis(frames, index),
                opcode == null ? null : Request.decode(opcode, view(frames, bodyStart, bodyEnd)),
                view(frames, bodyEnd, index + FrameHeader.frameLength(frames, index)));
    }

    private static ByteBuffer view(ByteBuffer frames, int from, int to) {
        return frames.duplicate().order(ByteOrder.LITTLE_ENDIAN).limit(to).position(from);
    }

    Opcode opcode() {
        return request.opcode();
    }
}
