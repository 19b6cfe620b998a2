package io.pocket.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Frames of one connection on their way out. They are encoded into chunks of the loop's memory; lent payloads are threaded between
 * slices of those chunks; {@link #flush} or {@link #hold} ends a batch.
 *
 * <pre>
 *   open (this iteration) ──hold──► held (waiting for the gate) ──release──► channel ──► kernel
 *            └──────────────────────flush─────────────────────────────────►
 * </pre>
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
final class OutputQueue {
    private static final ByteBuffer NO_PAYLOAD = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final Channel channel;
    private final LoopBuffers buffers;
    private final Runnable onDrained;
    private final BodyWriter writer = new BodyWriter(NO_PAYLOAD);
    private final ArrayDeque<ByteBuf> open = new ArrayDeque<>();
    private final ArrayDeque<HeldBatch> held = new ArrayDeque<>();

    private LoopBuffer chunk;
    private ByteBuffer chunkView = NO_PAYLOAD;
    private int chunkEnd;
    private int sliceStart;
    private long pendingBytes;
    private long sentBytes;
    private long takenBytes;
    private long openBytes;

    /**
     * A queue in front of a channel.
     *
     * @param buffers of the channel's loop
     * @param onDrained called whenever the kernel took something
     */
    OutputQueue(Channel channel, LoopBuffers buffers, Runnable onDrained) {
        this.channel = channel;
        this.buffers = buffers;
        this.onDrained = onDrained;
    }

    /** Bytes that the kernel has not taken, in all three stages. */
    long pendingBytes() {
        return pendingBytes;
    }

    /** Bytes given to the channel since the connection began; compare with {@link #takenBytes} to see progress. */
    long sentBytes() {
        return sentBytes;
    }

    /** Those of {@link #sentBytes} that the kernel took, or that were given up. */
    long takenBytes() {
        return takenBytes;
    }

    boolean hasHeld() {
        return !held.isEmpty();
    }

    void response(
            int opcode,
            long requestId,
            Status status,
            int retryAfterMillis,
            int flags,
            Response body,
            int payloadLength) {
        int bodyLength = body.bodyLength();
        int start = reserveHead(bodyLength);
        FrameHeader.writeResponse(
                chunkView, start, opcode, requestId, status, retryAfterMillis, flags, bodyLength, payloadLength);
        body.writeBody(writer.wrap(chunkView));
        commitHead(bodyLength, body);
    }

    void request(Request body, long requestId, int deadlineMillis, int payloadLength) {
        int bodyLength = body.bodyLength();
        int start = reserveHead(bodyLength);
        FrameHeader.writeRequest(
                chunkView, start, body.opcode(), requestId, deadlineMillis, 0, bodyLength, payloadLength);
        body.writeBody(writer.wrap(chunkView));
        commitHead(bodyLength, body);
    }

    /** Appends a copy of the remaining bytes. */
    void copy(ByteBuffer payload) {
        int length = payload.remaining();
        reserve(length);
        chunkView.put(payload);
        commit(length);
    }

    /** Appends the remaining bytes of all pieces themselves. */
    void lend(ByteBuffer[] pieces, PayloadRelease release) {
        endSlice();
        PayloadRelease each = pieces.length == 1 ? release : new LastRelease(pieces.length, release);
        for (ByteBuffer piece : pieces) {
            lend(piece, each);
        }
    }

    private void lend(ByteBuffer piece, PayloadRelease release) {
        int length = piece.remaining();
        if (length == 0) {
            release.released();
            return;
        }
        open.add(new LentBuf(channel.alloc(), piece, release, this));
        pendingBytes += length;
        openBytes += length;
    }

    /** Sends what is open. */
    void flush() {
        if (endBatch()) {
            send(open, openBytes);
            openBytes = 0;
        }
    }

    /** Keeps what is open until {@link #release} is called with this ticket. Tickets never fall. */
    void hold(long ticket) {
        if (endBatch()) {
            long inOrder =
                    held.isEmpty() ? ticket : Math.max(ticket, held.peekLast().ticket());
            held.add(new HeldBatch(inOrder, new ArrayDeque<>(open), openBytes));
            open.clear();
            openBytes = 0;
        }
    }

    /** Sends the held batches up to this ticket. */
    void release(long ticket) {
        while (!held.isEmpty() && held.peek().ticket() <= ticket) {
            HeldBatch batch = held.poll();
            send(batch.segments(), batch.lengthBytes());
        }
    }

    /** Gives up what the channel has not been given. */
    void discard() {
        endBatch();
        releaseAll(open);
        for (HeldBatch batch = held.poll(); batch != null; batch = held.poll()) {
            releaseAll(batch.segments());
        }
        pendingBytes = 0;
        openBytes = 0;
    }

    /** So many bytes are the kernel's, or were given up. */
    void onTaken(long bytes) {
        takenBytes += bytes;
        pendingBytes = Math.max(0, pendingBytes - bytes);
        onDrained.run();
    }

    /** Makes room and puts the view's position behind the header, where the body goes. */
    private int reserveHead(int bodyLength) {
        if (bodyLength > FrameHeader.MAX_BODY_LENGTH) {
            throw new IllegalArgumentException("a body of " + bodyLength + " bytes exceeds "
                    + FrameHeader.MAX_BODY_LENGTH + ": split the message");
        }
        int start = reserve(FrameHeader.HEADER_LENGTH + bodyLength);
        chunkView.position(start + FrameHeader.HEADER_LENGTH);
        return start;
    }

    private void commitHead(int bodyLength, Object body) {
        int length = FrameHeader.HEADER_LENGTH + bodyLength;
        if (chunkView.position() != chunkEnd + length) {
            throw new IllegalStateException(body.getClass().getSimpleName() + " wrote "
                    + (chunkView.position() - chunkEnd - length) + " bytes more than its bodyLength()");
        }
        commit(length);
    }

    /** A frame whose encoding fails before {@link #commit} leaves no trace: the next one overwrites it. */
    private int reserve(int length) {
        if (chunk == null || chunkView.capacity() - chunkEnd < length) {
            endChunk();
            chunk = buffers.take(length);
            chunkView = chunk.view().clear();
        }
        chunkView.position(chunkEnd);
        return chunkEnd;
    }

    private void commit(int length) {
        chunkEnd += length;
        pendingBytes += length;
        openBytes += length;
    }

    private void endSlice() {
        if (chunkEnd > sliceStart) {
            open.add(chunk.retainedSlice(sliceStart, chunkEnd - sliceStart));
            sliceStart = chunkEnd;
        }
    }

    private void endChunk() {
        if (chunk == null) {
            return;
        }
        chunk.sentBy(this, chunkEnd);
        if (sliceStart == 0 && chunkEnd > 0) {
            open.add(chunk.setIndex(0, chunkEnd));
        } else {
            endSlice();
            chunk.release();
        }
        chunk = null;
        chunkView = NO_PAYLOAD;
        chunkEnd = 0;
        sliceStart = 0;
    }

    private boolean endBatch() {
        endChunk();
        return !open.isEmpty();
    }

    private void send(ArrayDeque<ByteBuf> segments, long lengthBytes) {
        sentBytes += lengthBytes;
        for (ByteBuf segment = segments.poll(); segment != null; segment = segments.poll()) {
            channel.write(segment, channel.voidPromise());
        }
        channel.flush();
    }

    private static void releaseAll(ArrayDeque<ByteBuf> segments) {
        for (ByteBuf segment = segments.poll(); segment != null; segment = segments.poll()) {
            segment.release();
        }
    }

    /** Batches that a ticket keeps back. */
    private record HeldBatch(long ticket, ArrayDeque<ByteBuf> segments, long lengthBytes) {}
}
