package io.pocket.data.jvm;

import io.pocket.protocol.ChunkId;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.WeightMap;
import io.pocket.protocol.message.Frees;
import io.pocket.protocol.message.FreesReply;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.HelloReply;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.token.TokenException;
import io.pocket.protocol.token.TokenVerifier;
import io.pocket.server.CloseReason;
import io.pocket.server.Connection;
import io.pocket.server.EventLoopChoice;
import io.pocket.server.EventLoopPreference;
import io.pocket.server.EventLoops;
import io.pocket.server.FrameHandler;
import io.pocket.server.FrameServer;
import io.pocket.server.FrameView;
import io.pocket.server.ServerLimits;
import io.pocket.server.TransportMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Answers HELLO and FREES as a shard does; parks FREES until there is something to free. */
final class FakeShard implements FrameHandler<Connection>, AutoCloseable {

    static final long LOG_ID = 77;

    private final ClusterKey key;
    private final EventLoops loops;
    private final FrameServer server;
    private final AtomicLong acknowledged = new AtomicLong();
    private List<ChunkId> free = List.of();
    private Connection parked;
    private long parkedRequestId;
    private long upTo;
    private boolean tokenExpired;

    FakeShard(ClusterKey key) throws IOException {
        this.key = key;
        EventLoopChoice kind = EventLoopChoice.choose(EventLoopPreference.NIO);
        loops = EventLoops.start(kind, Duration.ZERO, 1, "shard");
        server = FrameServer.start(
                loops.loop(0),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                ServerLimits.defaults(),
                (loop, gate) -> this,
                new TransportMetrics(loops));
    }

    String address() {
        return "127.0.0.1:" + server.address().getPort();
    }

    void free(ChunkId chunk) {
        loops.loop(0).execute(() -> {
            free = List.of(chunk);
            answer();
        });
    }

    /** Refuses whatever is asked on the present connection from now on. */
    void expireToken() {
        loops.loop(0).execute(() -> {
            tokenExpired = true;
            if (parked != null) {
                parked.refuse(Opcode.FREES.code(), parkedRequestId, Status.UNAUTHENTICATED, "the token has expired");
                parked = null;
            }
        });
    }

    /** The highest acknowledged free. */
    long acknowledged() {
        return acknowledged.get();
    }

    @Override
    public Connection open(Connection connection) {
        return connection;
    }

    @Override
    public void onFrame(Connection connection, FrameView header, ByteBuffer body, ByteBuffer payload) {
        try {
            Request request = Request.decode(Opcode.of(header.opcode()), body);
            if (request instanceof Hello hello) {
                greet(connection, header.requestId(), hello);
            } else if (tokenExpired) {
                connection.refuse(header.opcode(), header.requestId(), Status.UNAUTHENTICATED, "the token has expired");
            } else if (request instanceof Frees frees) {
                acknowledged.set(frees.acknowledgedUpTo());
                parked = connection;
                parkedRequestId = header.requestId();
                answer();
            }
        } catch (ProtocolException | TokenException e) {
            connection.refuse(header.opcode(), header.requestId(), Status.UNAUTHENTICATED, e.toString());
        }
    }

    private void greet(Connection connection, long requestId, Hello hello) throws TokenException {
        boolean isNode =
                TokenVerifier.of(null, key).verify(hello.token(), 0).role() == Role.NODE && hello.role() == Role.NODE;
        if (isNode && hello.expectedIncarnation() == LOG_ID) {
            connection.authenticated();
            tokenExpired = false;
            HelloReply reply = new HelloReply(1, 0, 1, LOG_ID, 1, 0, 0, 1 << 20, 0, 0, 0, 0, WeightMap.EMPTY);
            connection.reply(Opcode.HELLO.code(), requestId, Status.OK, 0, 0, reply);
        } else {
            connection.refuse(Opcode.HELLO.code(), requestId, Status.WRONG_NODE, "not expected");
        }
    }

    private void answer() {
        if (parked != null && !free.isEmpty()) {
            FreesReply reply = new FreesReply(LOG_ID, 1, ++upTo, free, List.of());
            parked.reply(Opcode.FREES.code(), parkedRequestId, Status.OK, 0, 0, reply);
            free = List.of();
            parked = null;
        }
    }

    @Override
    public void closed(Connection connection, CloseReason reason) {
        parked = null;
    }

    @Override
    public void close() {
        server.close();
        loops.close();
    }
}
