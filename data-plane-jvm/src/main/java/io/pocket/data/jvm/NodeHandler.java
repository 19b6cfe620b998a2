package io.pocket.data.jvm;

import io.pocket.data.ChunkStore;
import io.pocket.data.NodeCore;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.ChunkPart;
import io.pocket.protocol.message.Drain;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.JobGrant;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.ShardsPut;
import io.pocket.server.CloseReason;
import io.pocket.server.Connection;
import io.pocket.server.FrameHandler;
import io.pocket.server.FrameLoop;
import io.pocket.server.FrameView;
import io.pocket.server.PayloadSink;
import io.pocket.server.health.LoopHealth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives a {@link NodeCore} from the transport. The port is open before the node is registered, since its number is part of
 * the registration; until {@link #serve} requests are answered UNAVAILABLE. On the loop's thread.
 */
final class NodeHandler implements FrameHandler<ClientPeer> {

    private static final Logger LOG = LoggerFactory.getLogger(NodeHandler.class);

    private static final Duration TICK = Duration.ofMillis(100);
    private static final int RETRY_WHILE_STARTING_MILLIS = 100;

    private final FrameLoop loop;
    private final InstantSource clock;
    private final ChunkPart part = new ChunkPart();
    private FrameLoop.Timer timer;
    private NodeCore core;
    private ChunkStore store;
    private KnowledgeKeeper keeper;
    private LoopHealth health;
    private boolean controllerSpoke;

    /** Of the iteration under way: its first frame takes it. */
    private long nowNanos;

    private boolean timeTaken;
    private boolean pollFailed;
    private boolean keepFailed;

    NodeHandler(FrameLoop loop, InstantSource clock) {
        this.loop = loop;
        this.clock = clock;
    }

    /** From here on requests go to the core. */
    void serve(NodeCore served, ChunkStore servedStore, KnowledgeKeeper servedKeeper, LoopHealth servedHealth) {
        core = served;
        health = servedHealth;
        store = servedStore;
        keeper = servedKeeper;
        store.wakeUpBy(this::pollSoon);
        tick();
    }

    /** Ends what runs by itself. */
    void stop() {
        if (timer != null) {
            timer.cancel();
        }
    }

    @Override
    public ClientPeer open(Connection connection) {
        ClientPeer peer = new ClientPeer(connection);
        joinIfServing(peer);
        return peer;
    }

    @Override
    public void onFrame(ClientPeer peer, FrameView header, ByteBuffer body, ByteBuffer payload) {
        if (!joinIfServing(peer)) {
            refuseWhileStarting(peer, header);
            return;
        }
        if (payload.hasRemaining()) {
            String detail = "only a WRITE has a payload";
            peer.connection().refuse(header.opcode(), header.requestId(), Status.INVALID_ARGUMENT, detail);
        } else if (header.opcode() == Opcode.READ.code()) {
            read(peer, header, body);
        } else {
            request(peer, header, body, payload);
        }
    }

    private void read(ClientPeer peer, FrameView header, ByteBuffer body) {
        if (decodePart(peer, header, body)) {
            core.onRead(peer.session(), header.requestId(), part);
        }
    }

    private void request(ClientPeer peer, FrameView header, ByteBuffer body, ByteBuffer payload) {
        Request request = decode(peer, header, body);
        if (request == null) {
            return;
        }
        controllerSpoke |= changesKnowledge(request);
        core.onRequest(peer.session(), header.requestId(), request, payload, now());
    }

    @Override
    public PayloadSink beginPayload(ClientPeer peer, FrameView header, ByteBuffer body, int payloadLengthBytes) {
        if (header.opcode() != Opcode.WRITE.code() || !joinIfServing(peer)) {
            return null;
        }
        if (!decodePart(peer, header, body)) {
            return PayloadSink.DISCARD;
        }
        return switch (core.beginWrite(peer.session(), header.requestId(), part, payloadLengthBytes, now())) {
            case TAKE -> peer;
            case ANSWERED -> PayloadSink.DISCARD;
            case NOT_NOW -> PayloadSink.NOT_NOW;
        };
    }

    /** All frames of an iteration have one time: they were there when it began, and a clock costs as much as a small request. */
    private long now() {
        if (!timeTaken) {
            timeTaken = true;
            nowNanos = System.nanoTime();
        }
        return nowNanos;
    }

    /**
     * What the controller told meanwhile is on file before any answer says so. If it cannot be written, no answer of this
     * iteration leaves; nor one to a controller that tells it again before a tick has managed to write it.
     */
    @Override
    public long onIterationEnd() {
        timeTaken = false;
        boolean mayAcknowledge = controllerSpoke;
        controllerSpoke = false;
        if (keeper == null || !keeper.isBehind(core)) {
            return LEAVE_NOW;
        }
        if (keeper.hasNews(core)) {
            keepOrThrow();
        } else if (mayAcknowledge) {
            throw new IllegalStateException("what the controller told before is not on file yet");
        }
        return LEAVE_NOW;
    }

    private void keepOrThrow() {
        try {
            keeper.keep(core);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep what the controller told, and so not acknowledge it", e);
        }
    }

    @Override
    public void closed(ClientPeer peer, CloseReason reason) {
        if (peer.session() != null) {
            core.closed(peer.session());
        }
    }

    /** Only here is a failed write tried again: it may block, and answers to clients must not wait for it each time. */
    private void keepAtTick() {
        try {
            keeper.keep(core);
            keepFailed = false;
        } catch (IOException e) {
            if (!keepFailed) {
                LOG.error(
                        "cannot keep what the controller told, which a restart would not know; said once, and tried again"
                                + " every {}",
                        TICK,
                        e);
            }
            keepFailed = true;
        }
    }

    private static boolean changesKnowledge(Request request) {
        return request instanceof DropJob
                || request instanceof JobGrant
                || request instanceof Drain
                || request instanceof ShardsPut;
    }

    private boolean joinIfServing(ClientPeer peer) {
        if (core != null && peer.session() == null) {
            peer.join(core);
        }
        return core != null;
    }

    private static void refuseWhileStarting(ClientPeer peer, FrameView header) {
        peer.connection()
                .reply(
                        header.opcode(),
                        header.requestId(),
                        Status.UNAVAILABLE,
                        RETRY_WHILE_STARTING_MILLIS,
                        0,
                        new ErrorReply(0, "this node is registering with the controller: try again soon"));
    }

    /** The request, or null after having answered that it is none. */
    private static Request decode(ClientPeer peer, FrameView header, ByteBuffer body) {
        Connection connection = peer.connection();
        Opcode opcode = Opcode.of(header.opcode());
        if (opcode == null) {
            String detail = "opcode " + header.opcode() + " is unknown to this version";
            connection.refuse(header.opcode(), header.requestId(), Status.UNSUPPORTED, detail);
            return null;
        }
        try {
            return Request.decode(opcode, body);
        } catch (ProtocolException e) {
            endOverBadBytes(connection, header, e);
            return null;
        }
    }

    /** Whether {@link #part} holds what the body says; if not, that was answered. */
    private boolean decodePart(ClientPeer peer, FrameView header, ByteBuffer body) {
        try {
            part.decode(body);
            return true;
        } catch (ProtocolException e) {
            endOverBadBytes(peer.connection(), header, e);
            return false;
        }
    }

    private static void endOverBadBytes(Connection connection, FrameView header, ProtocolException cause) {
        connection.refuse(header.opcode(), header.requestId(), Status.PROTOCOL_ERROR, cause.getMessage());
        connection.close();
    }

    /** Any thread. */
    private void pollSoon() {
        try {
            loop.execute(store::poll);
        } catch (RejectedExecutionException e) {
            LOG.debug("the loop has ended: nobody is left to be told of transfers", e);
        }
    }

    /** The next one is scheduled first: whatever fails in this one, the clock goes on. */
    private void tick() {
        timer = loop.schedule(this::tick, TICK.toNanos());
        timeTaken = false;
        try {
            pollAtTick();
            core.tick(System.nanoTime(), clock.instant().getEpochSecond());
            health.drains(core.refusesNewChunks());
            keepAtTick();
        } catch (RuntimeException e) {
            // The loop would keep it to itself.
            LOG.error("a tick of the node failed; the next one is in {}", TICK, e);
        }
    }

    /** A medium that has failed must not stop the clock, by which tokens expire. */
    private void pollAtTick() {
        try {
            store.poll();
            pollFailed = false;
        } catch (RuntimeException e) {
            if (!pollFailed) {
                LOG.error("the medium does not work; said once until it does again", e);
            }
            pollFailed = true;
        }
    }
}
