package io.pocket.data.jvm;

import io.pocket.data.NodeCore;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.Frees;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.HelloReply;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import io.pocket.protocol.message.ShardEntry;
import io.pocket.server.ClientLimits;
import io.pocket.server.ClientSession;
import io.pocket.server.FrameClient;
import io.pocket.server.FrameLoop;
import io.pocket.server.FrameView;
import io.pocket.server.ReplyHandler;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's connection to one shard, kept alive until closed. On the loop's thread. */
final class ShardConnection implements ClientSession {

    private static final Logger LOG = LoggerFactory.getLogger(ShardConnection.class);

    /** Beyond the time for which a request may be parked. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    private final ShardEntry shard;
    private final NodeCore core;
    private final ServiceIdentity identity;
    private final FrameClient client;
    private boolean ready;
    private boolean closed;

    ShardConnection(ShardEntry shard, NodeCore core, ServiceIdentity identity, FrameLoop loop) {
        this.shard = shard;
        this.core = core;
        this.identity = identity;
        HostPort address = HostPort.parse(shard.address());
        client = new FrameClient(
                loop,
                InetSocketAddress.createUnresolved(address.host(), address.port()),
                ClientLimits.defaults(),
                this,
                RandomGenerator.getDefault());
    }

    void start() {
        client.start();
    }

    /** Whether this connection leads to what the entry says. */
    boolean leadsTo(ShardEntry other) {
        return shard.address().equals(other.address()) && shard.logId() == other.logId();
    }

    void send(Request request) {
        Duration parked = request instanceof Frees frees ? Duration.ofMillis(frees.waitMillis()) : Duration.ZERO;
        client.request(request, ANSWER_TIMEOUT.plus(parked), new Answer(request));
    }

    void close() {
        closed = true;
        client.close();
        core.shardDisconnected(shard.shardId());
    }

    @Override
    public Hello hello() {
        return new Hello(
                Hello.VERSION, Role.NODE, 0, shard.shardId(), shard.logId(), 0, identity.token(), "pocket-node");
    }

    @Override
    public void ready(HelloReply reply) {
        if (!closed) {
            ready = true;
            LOG.info("connected to shard {} at {}", shard.shardId(), shard.address());
            core.shardConnected(shard.shardId(), System.nanoTime());
        }
    }

    @Override
    public void lost(Status status, String detail) {
        if (!closed) {
            if (ready) {
                LOG.warn("connection to shard {} lost: {} {}", shard.shardId(), status, detail);
            } else {
                LOG.debug("shard {} not reached: {} {}", shard.shardId(), status, detail);
            }
            ready = false;
            core.shardDisconnected(shard.shardId());
        }
    }

    private final class Answer implements ReplyHandler {

        private final Request request;

        Answer(Request request) {
            this.request = request;
        }

        @Override
        public void onReply(FrameView header, ByteBuffer body, ByteBuffer payload) {
            Status status = Status.of(header.statusCode());
            Opcode opcode = request.opcode();
            try {
                tell(status, Response.decode(opcode, status, body));
                if (status == Status.UNAUTHENTICATED) {
                    client.reconnect("the service token has expired");
                }
            } catch (ProtocolException e) {
                LOG.warn("shard {} answered {} with what cannot be read", shard.shardId(), opcode, e);
                onFailure(Status.PROTOCOL_ERROR, e.getMessage());
            }
        }

        @Override
        public void onFailure(Status status, String detail) {
            tell(status, new ErrorReply(0, detail));
        }

        private void tell(Status status, Response reply) {
            if (!closed) {
                core.onShardReply(shard.shardId(), request, status, reply, System.nanoTime());
            }
        }
    }
}
