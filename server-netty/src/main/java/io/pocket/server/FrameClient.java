package io.pocket.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.HelloReply;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;

/**
 * A service's connection to another: it connects, greets, and when the connection is lost tries again with growing, jittered
 * pauses until closed.
 *
 * <pre>
 *   CONNECTING ──► GREETING ──► READY
 *       ▲  │           │          │
 *       │  └───────────┴──────────┴──► PAUSING (back-off)      any ──close──► CLOSED
 *       └──────────────────────────────────┘
 * </pre>
 *
 * Lives on its loop's thread; only {@link #call}, {@link #start} and {@link #close} may be called from elsewhere.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails is heard of through listeners
public final class FrameClient implements AutoCloseable {
    private final FrameLoop loop;
    private final InetSocketAddress address;
    private final ClientLimits limits;
    private final ClientSession session;
    private final Backoff backoff;

    private ClientConnection connection;
    private boolean ready;
    private volatile boolean closed;

    /**
     * A client that does nothing yet.
     *
     * @param address where the peer is; when unresolved, the name is looked up for each attempt, off the loop
     * @param jitter for the pauses between attempts; used on the loop's thread only
     */
    public FrameClient(
            FrameLoop loop,
            InetSocketAddress address,
            ClientLimits limits,
            ClientSession session,
            RandomGenerator jitter) {
        this.loop = loop;
        this.address = address;
        this.limits = limits;
        this.session = session;
        this.backoff = new Backoff(
                limits.backoffInitial().toNanos(), limits.backoffMax().toNanos(), jitter);
    }

    /** Starts to connect. Any thread; once. */
    public void start() {
        loop.execute(this::attempt);
    }

    /** Whether the peer has accepted the greeting and the connection stands. */
    public boolean isReady() {
        return ready;
    }

    /** Sends a request; its outcome comes to the handler, at once when it cannot be sent. On the loop's thread. */
    public void request(Request body, Duration timeout, ReplyHandler handler) {
        if (ready) {
            connection.request(body, timeout.toNanos(), handler);
        } else {
            handler.onFailure(Status.UNAVAILABLE, "not connected to " + address);
        }
    }

    /**
     * Sends a request from any thread. A response's payload is not part of the result.
     *
     * @return completed on the loop's thread (use the {@code …Async} methods for longer work); every outcome but OK completes it
     *     with a {@link RequestFailedException}
     */
    public CompletableFuture<Response> call(Request body, Duration timeout) {
        CompletableFuture<Response> future = new CompletableFuture<>();
        ResponseFuture handler = new ResponseFuture(body.opcode(), future);
        try {
            loop.execute(() -> request(body, timeout, handler));
        } catch (RejectedExecutionException e) {
            handler.onFailure(Status.UNAVAILABLE, "the event loop has ended");
        }
        return future;
    }

    /** Gives the present connection up and makes another, with a new greeting. On the loop's thread; harmless when there is none. */
    public void reconnect(String reason) {
        if (connection != null) {
            connection.close(Status.UNAVAILABLE, reason);
        }
    }

    /** Ends the connection; requests under way fail with UNAVAILABLE. Any thread; harmless when repeated. */
    @Override
    public void close() {
        try {
            loop.execute(this::closeOnLoop);
        } catch (RejectedExecutionException e) {
            // The loop has ended, and has closed its connections.
            closed = true;
        }
    }

    private void closeOnLoop() {
        closed = true;
        ready = false;
        if (connection != null) {
            connection.close(Status.UNAVAILABLE, "this client was closed");
        }
    }

    private void attempt() {
        if (closed) {
            return;
        }
        if (address.isUnresolved()) {
            resolve();
        } else {
            connect(address);
        }
    }

    private void resolve() {
        Thread.ofVirtual().name("resolve-" + address.getHostString()).start(() -> {
            try {
                InetAddress found = InetAddress.getByName(address.getHostString());
                loop.execute(() -> connect(new InetSocketAddress(found, address.getPort())));
            } catch (UnknownHostException e) {
                loop.execute(() -> failed(Status.UNAVAILABLE, "unknown host " + address.getHostString()));
            }
        });
    }

    private void connect(InetSocketAddress resolved) {
        if (closed) {
            return;
        }
        new Bootstrap()
                .group(loop.eventLoop())
                .channel(loop.kind().clientChannel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        limits.connectDeadline().toMillis())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connection = new ClientConnection(FrameClient.this, loop, limits, channel);
                        channel.pipeline().addLast(connection);
                    }
                })
                .connect(resolved)
                .addListener((ChannelFutureListener) this::onConnectEnd);
    }

    private void onConnectEnd(ChannelFuture connected) {
        if (!connected.isSuccess()) {
            connection = null;
            failed(Status.UNAVAILABLE, String.valueOf(connected.cause().getMessage()));
        }
    }

    void onConnected(ClientConnection established) {
        if (closed) {
            established.close(Status.UNAVAILABLE, "this client was closed");
        } else {
            established.request(session.hello(), limits.connectDeadline().toNanos(), new Greeting(established));
        }
    }

    void onLost(ClientConnection lost, Status status, String detail) {
        if (lost.equals(connection)) {
            connection = null;
            ready = false;
            failed(status, detail);
        }
    }

    private void failed(Status status, String detail) {
        if (!closed) {
            session.lost(status, address + ": " + detail);
        }
        if (!closed) {
            loop.schedule(this::attempt, backoff.nextDelayNanos());
        }
    }

    /** The answer to HELLO. */
    private final class Greeting implements ReplyHandler {
        private final ClientConnection greeted;

        Greeting(ClientConnection greeted) {
            this.greeted = greeted;
        }

        @Override
        public void onReply(FrameView header, ByteBuffer body, ByteBuffer payload) {
            Status status = Status.of(header.statusCode());
            try {
                onResponse(status, Response.decode(Opcode.HELLO, status, body));
            } catch (ProtocolException e) {
                greeted.close(Status.PROTOCOL_ERROR, "the answer to HELLO cannot be read: " + e.getMessage());
            }
        }

        private void onResponse(Status status, Response response) {
            if (response instanceof HelloReply accepted) {
                ready = true;
                backoff.reset();
                session.ready(accepted);
            } else if (response instanceof ErrorReply refused) {
                greeted.close(status, refused.detail());
            }
        }

        @Override
        public void onFailure(Status status, String detail) {
            greeted.close(status, detail);
        }
    }
}
