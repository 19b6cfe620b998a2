package io.pocket.client.wire;

import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;

/**
 * Cuts the bytes that arrive on one connection into responses. Headers, bodies and what comes with them land in one buffer; the rest of a
 * payload is read straight into its target.
 */
final class Inbox {
    /** Who takes the responses. Either method may end the connection, see {@link #isOpen}. */
    interface Receiver {
        /** See {@link io.pocket.client.core.Lane#payloadTarget}. */
        ByteBuffer payloadTarget(long requestId, int lengthBytes);

        void onResponse(
                long requestId,
                Opcode opcode,
                Status status,
                int retryAfterMillis,
                int flags,
                Response response,
                int payloadLength);

        /** False once the connection was given up: nothing more is to be delivered or written to targets. */
        boolean isOpen();
    }

    private static final int BUFFER_BYTES = 16 << 10;
    private static final int FRAME_HEAD_MAX =
            FrameHeader.bodyOffset(FrameHeader.FLAG_TRACE) + FrameHeader.MAX_BODY_LENGTH;
    /** The JDK copies into heap buffers through a buffer of that size which it keeps for each thread. */
    private static final int HEAP_READ_MAX = 128 << 10;

    private final Receiver receiver;
    /** Between position and limit: bytes that arrived and are not looked at yet. */
    private ByteBuffer buffer = littleEndian(BUFFER_BYTES).limit(0);

    // The response whose payload is arriving; payloadLeft is 0 when none is.
    private long requestId;
    private Opcode opcode;
    private Status status;
    private int retryAfterMillis;
    private int flags;
    private Response response;
    private int payloadLength;
    private int payloadLeft;
    /** Null when the payload is to be skipped. */
    private ByteBuffer target;

    Inbox(Receiver receiver) {
        this.receiver = receiver;
    }

    private static ByteBuffer littleEndian(int capacityBytes) {
        return ByteBuffer.allocateDirect(capacityBytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads what has arrived and delivers the responses that are complete.
     *
     * @return bytes read; -1 when the peer has closed the connection and all before that is delivered
     */
    long read(ReadableByteChannel channel) throws IOException, ProtocolException {
        long total = 0;
        while (receiver.isOpen()) {
            int wanted = roomLeft();
            int count = readsIntoTarget() ? readIntoTarget(channel) : readIntoBuffer(channel);
            if (count < 0) {
                return total > 0 ? total : -1;
            }
            total += count;
            deliver();
            if (count < wanted) {
                break;
            }
        }
        return total;
    }

    private boolean readsIntoTarget() {
        return payloadLeft > 0 && target != null && !buffer.hasRemaining();
    }

    private int roomLeft() {
        if (readsIntoTarget()) {
            return target.isDirect() ? payloadLeft : Math.min(payloadLeft, HEAP_READ_MAX);
        }
        return buffer.capacity() - buffer.remaining();
    }

    private int readIntoTarget(ReadableByteChannel channel) throws IOException {
        int end = target.limit();
        target.limit(target.position() + roomLeft());
        int count = channel.read(target);
        target.limit(end);
        payloadLeft -= Math.max(count, 0);
        return count;
    }

    private int readIntoBuffer(ReadableByteChannel channel) throws IOException {
        buffer.compact();
        int count = channel.read(buffer);
        buffer.flip();
        return count;
    }

    private void deliver() throws ProtocolException {
        while (receiver.isOpen()) {
            if (response == null && !takeHead()) {
                return;
            }
            takePayload();
            if (payloadLeft > 0) {
                return;
            }
            complete();
        }
    }

    /** Whether a whole header and body were there. */
    private boolean takeHead() throws ProtocolException {
        if (buffer.remaining() < FrameHeader.HEADER_LENGTH) {
            return false;
        }
        int index = buffer.position();
        FrameHeader.validate(buffer, index, FrameHeader.MAX_FRAME_LENGTH);
        flags = FrameHeader.flags(buffer, index);
        int headLength = FrameHeader.bodyOffset(flags) + FrameHeader.bodyLength(buffer, index);
        if (buffer.remaining() < headLength) {
            growTo(headLength);
            return false;
        }
        takeHeader(index);
        response = takeBody(index, headLength);
        if (payloadLength > 0) {
            target = receiver.payloadTarget(requestId, payloadLength);
        }
        return receiver.isOpen();
    }

    private void takeHeader(int index) throws ProtocolException {
        opcode = Opcode.of(FrameHeader.opcode(buffer, index));
        if (opcode == null || !FrameHeader.isResponse(flags)) {
            throw new ProtocolException("opcode " + FrameHeader.opcode(buffer, index) + " with flags " + flags
                    + " is no response of this protocol");
        }
        requestId = FrameHeader.requestId(buffer, index);
        status = Status.of(FrameHeader.statusCode(buffer, index));
        retryAfterMillis = FrameHeader.retryAfterMillis(buffer, index);
        payloadLength = FrameHeader.payloadLength(buffer, index);
        payloadLeft = payloadLength;
    }

    private Response takeBody(int index, int headLength) throws ProtocolException {
        int end = buffer.limit();
        buffer.limit(index + headLength).position(index + FrameHeader.bodyOffset(flags));
        Response body = Response.decode(opcode, status, buffer);
        buffer.limit(end);
        return body;
    }

    private void growTo(int headLength) {
        if (headLength > buffer.capacity()) {
            buffer = littleEndian(FRAME_HEAD_MAX).put(buffer).flip();
        }
    }

    private void takePayload() {
        int count = Math.min(payloadLeft, buffer.remaining());
        if (count == 0) {
            return;
        }
        if (target != null) {
            target.put(target.position(), buffer, buffer.position(), count);
            target.position(target.position() + count);
        }
        buffer.position(buffer.position() + count);
        payloadLeft -= count;
    }

    private void complete() {
        Response body = response;
        response = null;
        target = null;
        receiver.onResponse(requestId, opcode, status, retryAfterMillis, flags, body, payloadLength);
    }
}
