package io.pocket.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections on one address and gives their frames to one handler, all on one loop's thread.
 *
 * <p>Started and closed from any thread but the loop's.
 */
public final class FrameServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FrameServer.class);
    private static final int BACKLOG = 1024;
    private static final int RECEIVE_BYTES_MIN = 2 << 10;
    private static final int RECEIVE_BYTES_INITIAL = 16 << 10;
    private static final int RECEIVE_BYTES_MAX = 256 << 10;
    private static final long CLOSE_GRACE_MILLIS = 500;
    private static final long BIND_DEADLINE_SECONDS = 10;
    private static final long HANDLER_DEADLINE_SECONDS = 600;

    private final Channel listener;
    private final ServerLoop<?> serverLoop;

    private FrameServer(Channel listener, ServerLoop<?> serverLoop) {
        this.listener = listener;
        this.serverLoop = serverLoop;
    }

    /**
     * Makes the handler on the loop's thread, then listens.
     *
     * @param address port 0 for any free one, see {@link #address}
     * @throws IOException when the address cannot be bound, naming it
     */
    public static FrameServer start(
            FrameLoop loop,
            InetSocketAddress address,
            ServerLimits limits,
            FrameHandlerFactory factory,
            TransportMetrics metrics)
            throws IOException {
        HeldReplies held = new HeldReplies();
        FrameHandler<?> handler = makeHandler(loop, held, factory);
        ServerLoop<?> serverLoop = new ServerLoop<>(loop, handler, held, limits, metrics.newLoop());
        ChannelFuture bound = bootstrap(loop, serverLoop).bind(address);
        if (!bound.awaitUninterruptibly(BIND_DEADLINE_SECONDS, TimeUnit.SECONDS) || !bound.isSuccess()) {
            throw new IOException("cannot listen on " + address + ": " + bound.cause(), bound.cause());
        }
        LOG.info(
                "listening on {} with {}, {}",
                bound.channel().localAddress(),
                loop.kind().label(),
                limits);
        return new FrameServer(bound.channel(), serverLoop);
    }

    /** Where the server listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /**
     * Accepts no more, and ends every connection once what was replied has been sent; waits {@value #CLOSE_GRACE_MILLIS} ms at most
     * for them to be gone.
     */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly(BIND_DEADLINE_SECONDS, TimeUnit.SECONDS);
        CountDownLatch gone = new CountDownLatch(1);
        serverLoop.execute(() -> serverLoop.endAll(gone::countDown));
        try {
            if (!gone.await(CLOSE_GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.info(
                        "some connections of {} are still open and are left to the event loop",
                        listener.localAddress());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static FrameHandler<?> makeHandler(FrameLoop loop, HeldReplies held, FrameHandlerFactory factory)
            throws IOException {
        if (loop.inLoop()) {
            throw new IllegalStateException("a server cannot be started from the loop that it waits for");
        }
        try {
            return loop.eventLoop()
                    .submit(() -> factory.create(loop, held))
                    .get(HANDLER_DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the handler could not be made: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("the handler was not made within " + HANDLER_DEADLINE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the handler was made", e);
        }
    }

    private static ServerBootstrap bootstrap(FrameLoop loop, ServerLoop<?> serverLoop) {
        return new ServerBootstrap()
                .handler(new ChannelInitializer<ServerSocketChannel>() {
                    @Override
                    protected void initChannel(ServerSocketChannel channel) {
                        if (loop.kind().takesRawOptions()) {
                            loop.congestionControl().applyTo(channel);
                        }
                    }
                })
                .group(loop.eventLoop())
                .channel(loop.kind().serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(RECEIVE_BYTES_MIN, RECEIVE_BYTES_INITIAL, RECEIVE_BYTES_MAX))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        ServerConnection<?> connection = new ServerConnection<>(serverLoop, channel);
                        if (loop.kind().readsAtOnce()) {
                            connection.receiveInPlace();
                        }
                        channel.pipeline().addLast(connection);
                    }
                });
    }
}
