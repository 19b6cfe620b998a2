package io.pocket.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.collection.LongObjectHashMap;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a {@link FrameClient}, from connect to close: requests out, replies matched to them by id. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
final class ClientConnection extends ChannelInboundHandlerAdapter implements FrameReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
    private static final int MILLIS_MAX = Integer.MAX_VALUE;

    private final FrameClient client;
    private final FrameLoop loop;
    private final ClientLimits limits;
    private final SocketChannel channel;
    private final ConnectionInput input;
    private final OutputQueue output;
    private final LongObjectHashMap<UnderWay> underWay = new LongObjectHashMap<>();

    private long lastRequestId;
    private boolean flushDue;
    private boolean closed;
    private Status lostStatus = Status.UNAVAILABLE;
    private String lostDetail = "the peer closed the connection";

    ClientConnection(FrameClient client, FrameLoop loop, ClientLimits limits, SocketChannel channel) {
        this.client = client;
        this.loop = loop;
        this.limits = limits;
        this.channel = channel;
        InputLimits inputLimits =
                new InputLimits(limits.maxFrameBytes(), limits.maxFrameBytes(), limits.maxFrameBytes());
        GatherBudget budget = new GatherBudget(limits.maxFrameBytes());
        this.input = new ConnectionInput(channel, new FrameDecoder(inputLimits, budget, channel.alloc(), this));
        this.output = new OutputQueue(channel, loop.replyBuffers(), () -> {});
    }

    void request(Request body, long timeoutNanos, ReplyHandler handler) {
        if (closed) {
            handler.onFailure(lostStatus, lostDetail);
        } else if (underWay.size() >= limits.maxOutstandingRequests()) {
            handler.onFailure(Status.BUSY, underWay.size() + " requests are under way on this connection already");
        } else if (output.pendingBytes() > limits.maxPendingOutputBytes()) {
            handler.onFailure(Status.BUSY, "the peer does not take what was sent to it before");
        } else {
            send(body, timeoutNanos, handler);
        }
    }

    private void send(Request body, long timeoutNanos, ReplyHandler handler) {
        long id = ++lastRequestId;
        int deadlineMillis = (int) Math.min(MILLIS_MAX, Math.max(1, timeoutNanos / 1_000_000));
        output.request(body, id, deadlineMillis, 0);
        underWay.put(id, new UnderWay(handler, loop.schedule(() -> expire(id), timeoutNanos)));
        if (!flushDue) {
            flushDue = true;
            loop.execute(this::flush);
        }
    }

    private void flush() {
        flushDue = false;
        if (!closed) {
            output.flush();
        }
    }

    private void expire(long id) {
        UnderWay expired = underWay.remove(id);
        if (expired != null) {
            guarded(() -> expired.handler().onFailure(Status.DEADLINE_EXCEEDED, "no answer within the deadline"));
        }
    }

    /** Closes at once; what is under way fails with this status. */
    void close(Status status, String detail) {
        if (!closed) {
            lostStatus = status;
            lostDetail = detail;
            channel.close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        client.onConnected(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            input.receive((ByteBuf) message);
        } catch (ProtocolException e) {
            close(Status.PROTOCOL_ERROR, "the peer sent no frame: " + e.getMessage());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closed = true;
        input.close();
        output.discard();
        List<UnderWay> failed = List.copyOf(underWay.values());
        underWay.clear();
        for (UnderWay one : failed) {
            one.deadline().cancel();
            guarded(() -> one.handler().onFailure(lostStatus, lostDetail));
        }
        client.onLost(this, lostStatus, lostDetail);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("connection to {} failed", channel.remoteAddress(), cause);
        }
        close(Status.UNAVAILABLE, String.valueOf(cause.getMessage()));
    }

    @Override
    public boolean paused() {
        return input.paused();
    }

    @Override
    public void onFrame(FrameView header, ByteBuffer body, ByteBuffer payload) {
        if (!header.isResponse()) {
            close(Status.PROTOCOL_ERROR, "the peer sent a request to a client");
        } else if (header.requestId() == 0) {
            close(Status.of(header.statusCode()), detailOf(header, body));
        } else {
            onResponse(header, body, payload);
        }
    }

    private void onResponse(FrameView header, ByteBuffer body, ByteBuffer payload) {
        UnderWay answered = underWay.remove(header.requestId());
        if (answered != null) {
            answered.deadline().cancel();
            guarded(() -> answered.handler().onReply(header, body, payload));
        }
    }

    @Override
    public PayloadSink beginPayload(FrameView header, ByteBuffer body, int payloadLengthBytes) {
        return null;
    }

    @Override
    public void onUngatherable(FrameView header, Refusal refusal) {
        close(Status.PROTOCOL_ERROR, "a response of " + header.frameLength() + " bytes is too long");
    }

    @Override
    public void onSinkNotNow() {
        throw new IllegalStateException("a client has no sinks");
    }

    private static String detailOf(FrameView header, ByteBuffer body) {
        try {
            Response response = Response.decode(Opcode.HELLO, Status.of(header.statusCode()), body);
            return response instanceof ErrorReply error ? error.detail() : "the peer ended the connection";
        } catch (ProtocolException e) {
            return "the peer ended the connection with a reason that cannot be read: " + e.getMessage();
        }
    }

    /** A callback that throws is its owner's bug, and must not take other requests with it. */
    private static void guarded(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException e) {
            LOG.error("a reply handler failed", e);
        }
    }

    /** A request that waits for its answer. */
    private record UnderWay(ReplyHandler handler, FrameLoop.Timer deadline) {}
}
