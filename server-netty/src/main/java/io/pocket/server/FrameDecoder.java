package io.pocket.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Cuts the bytes of one connection into frames. A frame that lies whole in the receive buffer is shown where it lies; one that
 * is split is gathered, in memory that grows with what has arrived, never with what a length field claims; payload bytes for a
 * sink go from the receive buffer to the sink.
 *
 * <pre>
 *   HEAD ──► GATHER ──► HEAD      head: header, trace context, body
 *    │  ───► SINK ────► HEAD
 *    └─────► SKIP ────► HEAD
 * </pre>
 */
final class FrameDecoder {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();
    private static final int GATHER_INITIAL_BYTES = 256;

    /** For less, a read that also takes what follows the payload is worth the copy. */
    private static final int DIRECT_BYTES_MIN = 16 << 10;

    private enum Phase {
        HEAD,
        GATHER,
        SINK,
        SKIP
    }

    private final InputLimits limits;
    private final GatherBudget budget;
    private final ByteBufAllocator allocator;
    private final FrameReceiver receiver;
    private final FrameView header = new FrameView();

    private Phase phase = Phase.HEAD;
    private ByteBuf gathered;
    private int gatherLength;
    private PayloadSink sink;
    private ByteBuffer target;
    private int payloadLeft;
    private long framesEnded;

    /** Two views of the current receive buffer; {@code viewBase + readerIndex} is the next byte's index in them. */
    private ByteBuffer bodyView = EMPTY;

    private ByteBuffer payloadView = EMPTY;
    private int viewBase;

    FrameDecoder(InputLimits limits, GatherBudget budget, ByteBufAllocator allocator, FrameReceiver receiver) {
        this.limits = limits;
        this.budget = budget;
        this.allocator = allocator;
        this.receiver = receiver;
    }

    /**
     * Consumes the buffer until it is empty or the receiver is paused. The buffer stays the caller's, and must be shown again
     * after a pause, ahead of later ones.
     */
    void decode(ByteBuf in) throws ProtocolException {
        show(in);
        boolean progress;
        do {
            progress = !receiver.paused() && step(in);
        } while (progress);
        bodyView = EMPTY;
        payloadView = EMPTY;
    }

    private void show(ByteBuf in) {
        if (in instanceof LoopBuffer buffer) {
            bodyView = buffer.view();
            payloadView = buffer.secondView();
            viewBase = 0;
        } else {
            bodyView = in.nioBuffer().order(ByteOrder.LITTLE_ENDIAN);
            payloadView = bodyView.duplicate().order(ByteOrder.LITTLE_ENDIAN);
            viewBase = -in.readerIndex();
        }
    }

    /** Where the next bytes of a payload go, if they are many and can be received there; else null. To be followed by {@link #received}. */
    ByteBuffer room() {
        if (phase != Phase.SINK || target == null || !target.isDirect()) {
            return null;
        }
        int length = Math.min(target.remaining(), payloadLeft);
        return length < DIRECT_BYTES_MIN ? null : target.slice(target.position(), length);
    }

    /** So many bytes are in the {@link #room}. */
    void received(int bytes) {
        target.position(target.position() + bytes);
        payloadLeft -= bytes;
        if (payloadLeft == 0) {
            completeSink();
        }
    }

    /** Whether a frame has begun and not ended. */
    boolean midFrame() {
        return phase != Phase.HEAD || gathered != null;
    }

    /** Grows with each frame: tells two half frames apart. */
    long framesEnded() {
        return framesEnded;
    }

    /** Gives up the frame under way. */
    void close() {
        dropGathered();
        PayloadSink aborted = sink;
        endFrame();
        if (aborted != null) {
            aborted.abort();
        }
    }

    /** Does one piece of work; false when it needs more bytes. */
    private boolean step(ByteBuf in) throws ProtocolException {
        return switch (phase) {
            case HEAD -> gathered == null ? readHeadInPlace(in) : gatherHead(in);
            case GATHER -> gatherFrame(in);
            case SINK -> fillSink(in);
            case SKIP -> skip(in);
        };
    }

    private boolean readHeadInPlace(ByteBuf in) throws ProtocolException {
        if (!in.isReadable()) {
            return false;
        }
        if (in.readableBytes() >= FrameHeader.HEADER_LENGTH) {
            showHeader(bodyView, viewBase + in.readerIndex());
            if (in.readableBytes() >= header.headLength()) {
                return onHeadInPlace(in);
            }
        }
        gathered = allocator.directBuffer(GATHER_INITIAL_BYTES);
        return true;
    }

    private void showHeader(ByteBuffer source, int index) throws ProtocolException {
        FrameHeader.validate(source.clear(), index, limits.maxFrameBytes());
        header.wrap(source, index);
    }

    private boolean onHeadInPlace(ByteBuf in) {
        int payloadLength = header.payloadLengthBytes();
        if (payloadLength == 0) {
            return deliverInPlace(in);
        }
        int index = viewBase + in.readerIndex();
        ByteBuffer body = window(bodyView, index + header.bodyOffset(), index + header.headLength());
        PayloadSink answer = receiver.beginPayload(header, body, payloadLength);
        if (answer != null) {
            return begin(answer, payloadLength, in, header.headLength());
        }
        if (refuseToGather()) {
            in.skipBytes(header.headLength());
            return skipFrom(payloadLength);
        }
        return in.readableBytes() >= header.frameLength() ? deliverInPlace(in) : beginGather(in);
    }

    private boolean deliverInPlace(ByteBuf in) {
        int index = viewBase + in.readerIndex();
        in.skipBytes(header.frameLength());
        deliver(bodyView, payloadView, index);
        return true;
    }

    private void deliver(ByteBuffer forBody, ByteBuffer forPayload, int index) {
        int bodyEnd = index + header.headLength();
        ByteBuffer body = window(forBody, index + header.bodyOffset(), bodyEnd);
        ByteBuffer payload = window(forPayload, bodyEnd, index + header.frameLength());
        endFrame();
        receiver.onFrame(header, body, payload);
    }

    /** The head is split over several receive buffers: it is put together, then decided on as if it had come whole. */
    private boolean gatherHead(ByteBuf in) throws ProtocolException {
        if (!gatherTo(FrameHeader.HEADER_LENGTH, in)) {
            return false;
        }
        showHeader(gatheredView(), 0);
        return gatherTo(header.headLength(), in) && onHeadGathered(in);
    }

    private boolean onHeadGathered(ByteBuf in) {
        ByteBuffer view = gatheredView();
        header.wrap(view, 0);
        int payloadLength = header.payloadLengthBytes();
        if (payloadLength == 0) {
            return deliverGathered();
        }
        PayloadSink answer =
                receiver.beginPayload(header, window(view, header.bodyOffset(), header.headLength()), payloadLength);
        if (answer != null) {
            return begin(answer, payloadLength, in, 0);
        }
        if (refuseToGather()) {
            dropGathered();
            return skipFrom(payloadLength);
        }
        return beginGather(in);
    }

    /** Whether the frame was refused, for its length or for want of memory. */
    private boolean refuseToGather() {
        if (header.frameLength() > limits.maxGatheredBytes()) {
            receiver.onUngatherable(header, FrameReceiver.Refusal.TOO_LONG);
            return true;
        }
        if (!budget.take(header.frameLength())) {
            receiver.onUngatherable(header, FrameReceiver.Refusal.NO_MEMORY);
            return true;
        }
        budget.giveBack(header.frameLength());
        return false;
    }

    private boolean begin(PayloadSink answer, int payloadLength, ByteBuf in, int headInPlace) {
        if (PayloadSink.NOT_NOW.equals(answer)) {
            return false;
        }
        in.skipBytes(headInPlace);
        dropGathered();
        if (PayloadSink.DISCARD.equals(answer)) {
            return skipFrom(payloadLength);
        }
        sink = answer;
        payloadLeft = payloadLength;
        phase = Phase.SINK;
        return true;
    }

    private boolean beginGather(ByteBuf in) {
        gatherLength = header.frameLength();
        budget.take(gatherLength);
        if (gathered == null) {
            gathered =
                    allocator.directBuffer(Math.min(gatherLength, Math.max(GATHER_INITIAL_BYTES, in.readableBytes())));
        }
        phase = Phase.GATHER;
        return true;
    }

    private boolean gatherFrame(ByteBuf in) {
        return gatherTo(gatherLength, in) && deliverGathered();
    }

    /** Appends until {@code length} bytes are gathered; false when the receive buffer ends before. */
    private boolean gatherTo(int length, ByteBuf in) {
        int missing = length - gathered.readableBytes();
        if (missing > 0) {
            gathered.writeBytes(in, Math.min(missing, in.readableBytes()));
        }
        return gathered.readableBytes() >= length;
    }

    private ByteBuffer gatheredView() {
        return gathered.nioBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private boolean deliverGathered() {
        ByteBuf frame = gathered;
        returnBudget();
        gathered = null;
        try {
            ByteBuffer view = frame.nioBuffer().order(ByteOrder.LITTLE_ENDIAN);
            header.wrap(view, 0);
            deliver(view, view.duplicate().order(ByteOrder.LITTLE_ENDIAN), 0);
        } finally {
            frame.release();
        }
        return true;
    }

    private boolean fillSink(ByteBuf in) {
        if (!in.isReadable()) {
            return false;
        }
        if (target == null || !target.hasRemaining()) {
            return nextTarget();
        }
        int length = Math.min(Math.min(target.remaining(), payloadLeft), in.readableBytes());
        int index = viewBase + in.readerIndex();
        target.put(window(payloadView, index, index + length));
        in.skipBytes(length);
        payloadLeft -= length;
        if (payloadLeft == 0) {
            completeSink();
        }
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // empty buffers are all equal
    private boolean nextTarget() {
        target = sink.target();
        if (target == null) {
            receiver.onSinkNotNow();
            return false;
        }
        if (target == PayloadSink.DISCARD_REST) {
            return skipFrom(payloadLeft);
        }
        if (!target.hasRemaining()) {
            throw new IllegalStateException("a payload sink gave a target without room: " + sink);
        }
        return true;
    }

    private void completeSink() {
        PayloadSink completed = sink;
        endFrame();
        completed.complete();
    }

    private boolean skipFrom(int payloadLength) {
        endFrame();
        payloadLeft = payloadLength;
        phase = Phase.SKIP;
        return true;
    }

    private boolean skip(ByteBuf in) {
        int length = Math.min(payloadLeft, in.readableBytes());
        in.skipBytes(length);
        payloadLeft -= length;
        if (payloadLeft > 0) {
            return false;
        }
        endFrame();
        return true;
    }

    private void endFrame() {
        phase = Phase.HEAD;
        sink = null;
        target = null;
        payloadLeft = 0;
        framesEnded++;
    }

    private void dropGathered() {
        if (gathered != null) {
            returnBudget();
            gathered.release();
            gathered = null;
        }
    }

    private void returnBudget() {
        budget.giveBack(gatherLength);
        gatherLength = 0;
    }

    private static ByteBuffer window(ByteBuffer view, int from, int to) {
        return view.clear().position(from).limit(to);
    }
}
