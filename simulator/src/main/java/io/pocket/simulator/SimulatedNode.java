package io.pocket.simulator;

import io.pocket.data.ChunkIndex;
import io.pocket.data.LentBytes;
import io.pocket.data.NodeConfig;
import io.pocket.data.NodeCore;
import io.pocket.data.NodePeer;
import io.pocket.data.NodeSession;
import io.pocket.data.ShardPort;
import io.pocket.data.WriteStart;
import io.pocket.data.memory.HeapChunkStore;
import io.pocket.data.memory.HeapCounters;
import io.pocket.data.memory.HeapIndexLog;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.ChunkPart;
import io.pocket.protocol.message.Empty;
import io.pocket.protocol.message.Frees;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.NodeStatReply;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import io.pocket.protocol.message.ShardEntry;
import io.pocket.protocol.message.Tombstone;
import io.pocket.protocol.message.Write;
import io.pocket.simulator.SimulatedConnection.End;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A node process: the real core over a memory store that outlives a crash of the process, but not the loss of the machine. */
final class SimulatedNode implements ShardPort {
    private static final int UNIT_BYTES = 64;
    private static final int SLOTS = 512;
    private static final long TICK_NANOS = 50_000_000;
    private static final ByteBuffer NO_PAYLOAD = ByteBuffer.allocate(0);
    private static final NodeConfig.AuditPace QUICK_AUDIT =
            new NodeConfig.AuditPace(Duration.ofMillis(200), Duration.ofMillis(300), Duration.ofMillis(10), 64);
    private static final NodeConfig.AuditPace SLOW_AUDIT =
            new NodeConfig.AuditPace(Duration.ofSeconds(20), Duration.ofSeconds(40), Duration.ofMillis(10), 64);
    private static final long PIECE_NANOS_MAX = 400_000;

    private final Scheduler scheduler;
    private final SimulatedNetwork network;
    private final int id;
    private final SimulationConfig config;
    private final NodeCoreFactory factory;
    private final Violations violations;
    private final boolean auditsSlowly;
    private final CommitWitness witness;
    private final Map<Integer, NodeShardLink> shardLinks = new TreeMap<>();
    private final List<End> connections = new ArrayList<>();
    private HeapChunkStore store;
    private HeapIndexLog log;
    private NodeCore core;
    private NodeInvariants invariants;
    private HostPort address;

    /** Counts starts and ends of the process, so that what belongs to an earlier process is told apart. */
    private long life;

    /** Makes the core, possibly one with a rule taken out. */
    @FunctionalInterface
    interface NodeCoreFactory {
        NodeCore create(NodeConfig config, NodeCore.Parts parts, long hashSeed, long nowNanos, long epochSeconds);
    }

    /** @param auditsSlowly so that what is not freed by a shard's own word stays for long */
    SimulatedNode(
            Scheduler scheduler,
            SimulatedNetwork network,
            int id,
            HostPort address,
            SimulationConfig config,
            NodeCoreFactory factory,
            boolean auditsSlowly,
            CommitWitness witness,
            Violations violations) {
        this.scheduler = scheduler;
        this.network = network;
        this.id = id;
        this.address = address;
        this.config = config;
        this.factory = factory;
        this.auditsSlowly = auditsSlowly;
        this.witness = witness;
        this.violations = violations;
        loseMachine();
    }

    int id() {
        return id;
    }

    boolean isUp() {
        return core != null;
    }

    HostPort address() {
        return address;
    }

    /** Where it will be found when it comes up next. */
    void moveTo(HostPort other) {
        address = other;
    }

    long incarnation() {
        return log.incarnation();
    }

    NodeStatReply stat() {
        return core.stat();
    }

    /** Chunks it holds, to look at. */
    ChunkIndex chunks() {
        return core.chunks();
    }

    /** All chunks are gone; what comes up next is another incarnation. */
    void loseMachine() {
        long incarnation = 1 + scheduler.random().nextLong(1L << 40);
        store = new HeapChunkStore(config.nodeCapacityBytes(), UNIT_BYTES);
        log = new HeapIndexLog(SLOTS, incarnation);
    }

    /** Comes up and is told what the controller tells at registration; {@link #serve} follows. */
    void start(List<ShardEntry> shards, List<Tombstone> tombstones) {
        life++;
        store = store.afterCrash();
        core = factory.create(
                nodeConfig(),
                new NodeCore.Parts(store, log, new SimulatedTokens(), new HeapCounters(), this),
                scheduler.random().nextLong(),
                scheduler.nowNanos(),
                scheduler.epochMillis() / 1000);
        invariants = new NodeInvariants(id, core, store, violations);
        core.shards(shards, scheduler.nowNanos());
        tombstones.forEach(tombstone -> core.dropJob(tombstone.job(), tombstone.untilEpochSeconds()));
        invariants.granted();
    }

    void serve() {
        network.listen(address, this::accept);
        tickLater(life);
    }

    /** The controller's pushes take no way over the network. */
    Status push(Request request) {
        Answer answer = new Answer();
        NodeSession session = core.open(answer);
        Bytes token = SimulatedTokens.service(Role.CONTROLLER, 1);
        Hello hello = new Hello(Hello.VERSION, Role.CONTROLLER, 0, 0, 0, 0, token, "sim");
        for (Request each : List.of(hello, request)) {
            core.onRequest(session, 1, each, NO_PAYLOAD, scheduler.nowNanos());
        }
        core.closed(session);
        invariants.granted();
        return answer.status;
    }

    /** What the controller hears. */
    private static final class Answer implements NodePeer {
        private Status status;

        @Override
        public void authenticated() {
            // Nothing waits for it.
        }

        @Override
        public void reply(Opcode opcode, long requestId, Status answered, int retryAfterMillis, Response body) {
            status = answered;
        }

        @Override
        public void lend(long requestId, LentBytes bytes) {
            throw new IllegalStateException("the controller reads no chunks");
        }

        @Override
        public void resume() {
            throw new IllegalStateException("the controller writes no chunks");
        }
    }

    @Override
    public void shards(List<ShardEntry> shards) {
        for (ShardEntry shard : shards) {
            shardLinks.computeIfAbsent(shard.shardId(), shardId -> {
                NodeShardLink link =
                        new NodeShardLink(scheduler, network, id, shardId, HostPort.parse(shard.address()), witness);
                link.start(core);
                return link;
            });
        }
    }

    @Override
    public void send(int shardId, Request request) {
        shardLinks.get(shardId).send(request);
    }

    private NodeConfig nodeConfig() {
        return NodeConfig.defaults(id)
                .withChunkBytesMax(config.chunkSize())
                .withFrees(new NodeConfig.FreesPull(Duration.ofMillis(500), Frees.MAX_CHUNKS, Duration.ofMillis(50)))
                .withAudit(auditsSlowly ? SLOW_AUDIT : QUICK_AUDIT);
    }

    /** {@code kill -9}. Store and index are files in a memory file system: they stay as they are. */
    void crash() {
        life++;
        core = null;
        shardLinks.values().forEach(NodeShardLink::stop);
        shardLinks.clear();
        network.stopListening(address);
        List<End> ends = List.copyOf(connections);
        connections.clear();
        ends.forEach(End::close);
    }

    private void tickLater(long ticking) {
        scheduler.after(TICK_NANOS, () -> {
            if (life == ticking) {
                core.tick(scheduler.nowNanos(), scheduler.epochMillis() / 1000);
                invariants.checkAll();
                tickLater(ticking);
            }
        });
    }

    private void accept(End end) {
        connections.add(end);
        Connection connection = new Connection(end);
        end.receive(connection);
    }

    /** One connection: frames are handled in order, the payload of a WRITE arrives in pieces over time. */
    private final class Connection implements SimulatedConnection.Receiver, NodePeer {
        private final NodeCore serving = core;
        private final NodeInvariants watched = invariants;
        private final long bornIn = life;
        private final End end;
        private final NodeSession session;
        private final Deque<ByteBuffer> inbox = new ArrayDeque<>();
        private boolean receiving;
        private boolean broken;
        private long job;
        private Write beginning;

        Connection(End end) {
            this.end = end;
            session = serving.open(this);
        }

        private boolean isDead() {
            return broken || life != bornIn;
        }

        @Override
        public void onFrame(ByteBuffer frame) {
            if (!isDead()) {
                inbox.add(frame);
                handleNext();
            }
        }

        @Override
        public void onBroken() {
            if (!isDead()) {
                broken = true;
                connections.remove(end);
                serving.closed(session);
            }
        }

        private void handleNext() {
            while (!receiving && !inbox.isEmpty()) {
                ByteBuffer frame = inbox.peekFirst();
                if (FrameCodec.opcode(frame) == Opcode.WRITE) {
                    beginWrite(frame);
                } else {
                    inbox.removeFirst();
                    Request request = FrameCodec.decodeRequest(frame);
                    if (request instanceof Hello hello) {
                        job = SimulatedTokens.job(hello.token());
                    }
                    serving.onRequest(
                            session,
                            FrameHeader.requestId(frame, 0),
                            request,
                            FrameCodec.payload(frame),
                            scheduler.nowNanos());
                }
            }
        }

        private void beginWrite(ByteBuffer frame) {
            ByteBuffer payload = FrameCodec.payload(frame);
            beginning = (Write) FrameCodec.decodeRequest(frame);
            WriteStart start = serving.beginWrite(
                    session,
                    FrameHeader.requestId(frame, 0),
                    new ChunkPart().of(beginning),
                    payload.remaining(),
                    scheduler.nowNanos());
            beginning = null;
            watched.afterRequest();
            receiving = start != WriteStart.ANSWERED;
            if (start != WriteStart.NOT_NOW) {
                inbox.removeFirst();
            }
            if (start == WriteStart.TAKE) {
                receiveLater(payload);
            }
        }

        private void receiveLater(ByteBuffer payload) {
            scheduler.after(scheduler.between(0, PIECE_NANOS_MAX), () -> {
                if (!isDead()) {
                    receivePiece(payload);
                }
            });
        }

        private void receivePiece(ByteBuffer payload) {
            ByteBuffer target = serving.writeTarget(session);
            int length = (int) scheduler.between(1, Math.min(payload.remaining(), target.remaining()));
            target.put(payload.slice(payload.position(), length));
            payload.position(payload.position() + length);
            if (payload.hasRemaining()) {
                receiveLater(payload);
                return;
            }
            receiving = false;
            serving.completeWrite(session);
            handleNext();
        }

        @Override
        public void authenticated() {
            // The simulated network has no limit for it.
        }

        @Override
        public void reply(Opcode opcode, long requestId, Status status, int retryAfterMillis, Response body) {
            if (beginning != null) {
                watched.refusedWrite(status, job, beginning.declaredLength());
            }
            end.send(FrameCodec.response(opcode.code(), requestId, status, retryAfterMillis, 0, body, null));
        }

        /** The bytes are read when the kernel takes them, which is later: the core has to keep them until then. */
        @Override
        public void lend(long requestId, LentBytes bytes) {
            watched.lent(job);
            end.send(() -> readFrame(requestId, bytes), () -> releaseLent(bytes));
        }

        private byte[] readFrame(long requestId, LentBytes bytes) {
            return life == bornIn
                    ? FrameCodec.response(Opcode.READ.code(), requestId, Status.OK, 0, 0, new Empty(), bytes.piece(0))
                    : null;
        }

        private void releaseLent(LentBytes bytes) {
            if (life == bornIn) {
                bytes.release();
            }
        }

        @Override
        public void resume() {
            scheduler.after(0, () -> {
                if (!isDead()) {
                    receiving = false;
                    handleNext();
                }
            });
        }
    }
}
