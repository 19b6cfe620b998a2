package io.pocket.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One accepted connection: joins input, output, deadlines and the handler's session.
 *
 * <p>Ending is gentle where it can be: the last replies are flushed, then the sending half is shut, and what the peer still
 * sends is thrown away until it closes too or the linger time is over. Closing with unread bytes would make the kernel reset
 * the connection, and the peer would never see the error that was meant for it.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
final class ServerConnection<S> extends ChannelInboundHandlerAdapter implements Connection, FrameReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

    private final ServerLoop<S> loop;
    private final SocketChannel channel;
    private final ServerLimits limits;
    private final LoopCounters counters;
    private final ConnectionInput input;
    private final OutputQueue output;
    private final ConnectionClock clock;
    private final String peer;

    private S session;
    private int outstanding;
    private boolean authenticated;
    private boolean dirty;
    private boolean outputShut;
    private boolean closed;
    private CloseReason closing;

    ServerConnection(ServerLoop<S> loop, SocketChannel channel) {
        this.loop = loop;
        this.channel = channel;
        this.limits = loop.limits();
        this.counters = loop.counters();
        this.input = new ConnectionInput(
                channel, new FrameDecoder(limits.input(), loop.gatherBudget(), channel.alloc(), this));
        this.output = new OutputQueue(channel, loop.replyBuffers(), this::onDrained);
        this.clock = new ConnectionClock(limits.deadlines(), System.nanoTime());
        this.peer = String.valueOf(channel.remoteAddress());
    }

    /** Lets payloads be read straight into where they go, and the rest into the loop's memory. */
    void receiveInPlace() {
        channel.config()
                .setRecvByteBufAllocator(new LoopReceiveAllocator(
                        channel.config().getRecvByteBufAllocator(), input, loop.receiveBuffers()));
    }

    // Netty's side

    @Override
    public void channelActive(ChannelHandlerContext context) {
        counters.add(TransportCounter.CONNECTIONS_ACCEPTED, 1);
        if (loop.admit(this)) {
            session = loop.handler().open(this);
        } else {
            counters.add(TransportCounter.BUSY_REPLIES, 1);
            endWith(
                    CloseReason.TOO_MANY_CONNECTIONS,
                    Status.BUSY,
                    "the server has its maximum of " + limits.maxConnections() + " connections; try again later");
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        counters.add(TransportCounter.BYTES_RECEIVED, bytes.readableBytes());
        clock.received(System.nanoTime());
        loop.touch();
        try {
            if (input.isLentTarget(bytes)) {
                counters.add(TransportCounter.BYTES_RECEIVED_IN_PLACE, bytes.readableBytes());
            }
            input.receive(bytes);
            clock.frameUnderWay(input.midFrame(), input.framesEnded());
        } catch (ProtocolException e) {
            protocolError(e.getMessage());
        } catch (RuntimeException e) {
            handlerFailed(e);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closed = true;
        CloseReason reason = closing == null ? CloseReason.PEER : closing;
        counters.closed(reason);
        loop.remove(this);
        try {
            input.close();
            if (session != null) {
                loop.handler().closed(session, reason);
            }
        } catch (RuntimeException e) {
            counters.add(TransportCounter.HANDLER_FAILURES, 1);
            LOG.error("handler failed when {} closed", peer, e);
        } finally {
            output.discard();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("{}: {}", peer, cause.getMessage());
            cut(CloseReason.PEER);
        } else {
            handlerFailed(cause);
        }
    }

    // The decoder's side

    @Override
    public boolean paused() {
        return input.paused();
    }

    @Override
    public void onFrame(FrameView header, ByteBuffer body, ByteBuffer payload) {
        if (accept(header)) {
            outstanding++;
            loop.handler().onFrame(session, header, body, payload);
        }
    }

    @Override
    public PayloadSink beginPayload(FrameView header, ByteBuffer body, int payloadLengthBytes) {
        if (!authenticated) {
            refuse(header, Status.UNAUTHENTICATED, "a payload before HELLO was accepted; say HELLO first");
            return PayloadSink.DISCARD;
        }
        if (!header.isRequest() || outstanding >= limits.maxOutstandingRequests()) {
            return accept(header) ? null : PayloadSink.DISCARD;
        }
        outstanding++;
        PayloadSink answer = loop.handler().beginPayload(session, header, body, payloadLengthBytes);
        if (answer == null || PayloadSink.NOT_NOW.equals(answer)) {
            outstanding--;
        }
        if (PayloadSink.NOT_NOW.equals(answer)) {
            onSinkNotNow();
        } else if (answer != null) {
            counters.add(TransportCounter.FRAMES_RECEIVED, 1);
        }
        return answer;
    }

    @Override
    public void onUngatherable(FrameView header, Refusal refusal) {
        if (refusal == Refusal.TOO_LONG) {
            refuse(
                    header,
                    Status.INVALID_ARGUMENT,
                    "a frame of " + header.frameLength() + " bytes exceeds "
                            + limits.input().maxGatheredBytes() + " for this opcode: send less at once");
        } else {
            refuseBusy(header, "memory for half-arrived requests is used up; try again");
        }
    }

    @Override
    public void onSinkNotNow() {
        pauseReading(ReadPause.SINK);
    }

    /** Counts the frame; false when it was refused, or ended the connection. */
    private boolean accept(FrameView header) {
        counters.add(TransportCounter.FRAMES_RECEIVED, 1);
        if (!header.isRequest()) {
            protocolError(
                    "flags 0x" + Integer.toHexString(header.flags()) + " belong to a response, and this is a server");
            return false;
        }
        if (outstanding >= limits.maxOutstandingRequests()) {
            refuseBusy(
                    header,
                    "this connection has its maximum of " + limits.maxOutstandingRequests() + " requests under way");
            return false;
        }
        return true;
    }

    private void refuseBusy(FrameView header, String detail) {
        counters.add(TransportCounter.BUSY_REPLIES, 1);
        refuse(header, Status.BUSY, detail);
    }

    private void refuse(FrameView header, Status status, String detail) {
        send(header.opcode(), header.requestId(), status, 0, 0, new ErrorReply(0, detail), 0);
    }

    private void pauseReading(ReadPause reason) {
        if (!input.pausedFor(reason)) {
            counters.add(TransportCounter.READ_PAUSES, 1);
            input.pause(reason);
        }
    }

    private void resumeReading(ReadPause reason) {
        if (input.resume(reason)) {
            loop.execute(this::proceed);
        }
    }

    private void proceed() {
        if (closed || closing != null || input.paused()) {
            return;
        }
        loop.touch();
        clock.readingAgain(System.nanoTime());
        try {
            input.proceed();
            clock.frameUnderWay(input.midFrame(), input.framesEnded());
        } catch (ProtocolException e) {
            protocolError(e.getMessage());
        } catch (RuntimeException e) {
            handlerFailed(e);
        }
    }

    // The handler's side

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public boolean isOpen() {
        return !closed && closing == null;
    }

    @Override
    public void authenticated() {
        authenticated = true;
        clock.authenticated();
    }

    @Override
    public void resumeReading() {
        resumeReading(ReadPause.SINK);
    }

    @Override
    public long pendingOutputBytes() {
        return output.pendingBytes();
    }

    @Override
    public void reply(int opcode, long requestId, Status status, int retryAfterMillis, int flags, Response body) {
        if (isOpen()) {
            send(opcode, requestId, status, retryAfterMillis, flags, body, 0);
            replied();
        }
    }

    @Override
    public void replyCopying(int opcode, long requestId, int flags, Response body, ByteBuffer payload) {
        if (isOpen()) {
            int length = payload.remaining();
            send(opcode, requestId, Status.OK, 0, flags, body, length);
            output.copy(payload);
            counters.add(TransportCounter.BYTES_SENT, length);
            replied();
        }
    }

    @Override
    public void replyLending(
            int opcode, long requestId, int flags, Response body, ByteBuffer[] pieces, PayloadRelease release) {
        int length = lendableBytes(pieces);
        if (!isOpen()) {
            release.released();
            return;
        }
        send(opcode, requestId, Status.OK, 0, flags, body, length);
        output.lend(pieces, release);
        counters.add(TransportCounter.BYTES_SENT, length);
        replied();
    }

    private static int lendableBytes(ByteBuffer[] pieces) {
        int length = 0;
        for (ByteBuffer piece : pieces) {
            if (!piece.isDirect() || piece.isReadOnly()) {
                throw new IllegalArgumentException("a lent payload must be direct, writable buffers, not " + piece);
            }
            length = Math.addExact(length, piece.remaining());
        }
        return length;
    }

    @Override
    public void close() {
        end(CloseReason.SERVER);
    }

    private void replied() {
        outstanding = Math.max(0, outstanding - 1);
        if (output.pendingBytes() > limits.output().highWatermarkBytes()) {
            pauseReading(ReadPause.OUTPUT);
        }
    }

    private void send(
            int opcode,
            long requestId,
            Status status,
            int retryAfterMillis,
            int flags,
            Response body,
            int payloadLength) {
        output.response(
                opcode, requestId, status, retryAfterMillis, flags & FrameHeader.FLAG_MAP_STALE, body, payloadLength);
        counters.add(TransportCounter.FRAMES_SENT, 1);
        counters.add(TransportCounter.BYTES_SENT, FrameHeader.HEADER_LENGTH + body.bodyLength());
        if (!dirty) {
            dirty = true;
            loop.departing(this);
        }
    }

    // The loop's side

    /** The iteration ended: its replies leave now, or with the ticket. */
    void depart(long ticket) {
        dirty = false;
        if (closed) {
            output.discard();
        } else if (ticket == FrameHandler.LEAVE_NOW && !output.hasHeld()) {
            output.flush();
        } else {
            output.hold(ticket);
        }
        finishIfFlushed();
    }

    boolean hasHeld() {
        return output.hasHeld();
    }

    /** The gate opened up to this ticket. */
    void release(long ticket) {
        if (!closed) {
            output.release(ticket);
        }
    }

    /** Cuts the connection off if one of its deadlines has passed. */
    void sweep(long nowNanos) {
        clock.output(output.pendingBytes() > 0, output.sentBytes(), output.takenBytes(), nowNanos);
        CloseReason overdue = clock.overdue(nowNanos, input.paused(), outstanding > 0 || output.pendingBytes() > 0);
        if (overdue != null) {
            cut(overdue);
        }
    }

    /** Ends the connection gently, after what was replied so far. */
    void end(CloseReason reason) {
        if (isOpen()) {
            closing = reason;
            clock.closing(System.nanoTime());
            input.discardAll();
            finishIfFlushed();
        }
    }

    /** Ends the connection now, and lets the kernel forget what it has not sent. */
    void cut(CloseReason reason) {
        if (closed) {
            return;
        }
        if (closing == null) {
            closing = reason;
        }
        if (reason != CloseReason.PEER && channel.isOpen()) {
            LOG.debug("{} cut off: {}", peer, reason);
            channel.config().setSoLinger(0);
        }
        channel.close();
    }

    private void endWith(CloseReason reason, Status status, String detail) {
        send(Opcode.HELLO.code(), 0, status, 0, 0, new ErrorReply(0, detail), 0);
        end(reason);
    }

    private void protocolError(String detail) {
        if (isOpen()) {
            counters.add(TransportCounter.PROTOCOL_ERRORS, 1);
            LOG.debug("{} sent no frame: {}", peer, detail);
            endWith(CloseReason.PROTOCOL_ERROR, Status.PROTOCOL_ERROR, detail);
        }
    }

    private void handlerFailed(Throwable failure) {
        counters.add(TransportCounter.HANDLER_FAILURES, 1);
        LOG.error("handler failed on a frame of {}", peer, failure);
        if (failure instanceof Error) {
            // A reply may have been left half encoded: nothing more may follow it.
            cut(CloseReason.HANDLER_FAILED);
        } else if (isOpen()) {
            endWith(
                    CloseReason.HANDLER_FAILED,
                    Status.INTERNAL,
                    "the server failed on this connection; its log says more");
        }
    }

    private void onDrained() {
        if (closed) {
            return;
        }
        if (output.pendingBytes() <= limits.output().lowWatermarkBytes()) {
            resumeReading(ReadPause.OUTPUT);
        }
        finishIfFlushed();
    }

    private void finishIfFlushed() {
        if (closing != null && !closed && !dirty && !outputShut && output.pendingBytes() == 0) {
            outputShut = true;
            channel.shutdownOutput();
        }
    }
}
