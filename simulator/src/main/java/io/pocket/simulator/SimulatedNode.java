package io.pocket.simulator;

import io.pocket.data.LentBytes;
import io.pocket.data.NodeConfig;
import io.pocket.data.NodeCore;
import io.pocket.data.NodePeer;
import io.pocket.data.NodeSession;
import io.pocket.data.WriteStart;
import io.pocket.data.memory.HeapChunkStore;
import io.pocket.data.memory.HeapCounters;
import io.pocket.data.memory.HeapIndexLog;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.Status;
import io.pocket.protocol.Tier;
import io.pocket.protocol.message.Empty;
import io.pocket.protocol.message.Frees;
import io.pocket.protocol.message.NodeEntry;
import io.pocket.protocol.message.NodeStatReply;
import io.pocket.protocol.message.NodeState;
import io.pocket.protocol.message.Response;
import io.pocket.protocol.message.ShardEntry;
import io.pocket.protocol.message.Write;
import io.pocket.simulator.SimulatedConnection.End;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A node process: the real core over a memory store that outlives a crash of the process, but not the loss of the machine. */
final class SimulatedNode {
    private static final int UNIT_BYTES = 64;
    private static final long TICK_NANOS = 50_000_000;
    private static final long PIECE_NANOS_MAX = 400_000;

    private final Scheduler scheduler;
    private final SimulatedNetwork network;
    private final int id;
    private final HostPort address;
    private final SimulationConfig config;
    private final NodeCoreFactory factory;
    private final NodeShardLink shardLink;
    private final List<End> connections = new ArrayList<>();
    private HeapChunkStore store;
    private HeapIndexLog log;
    private NodeCore core;

    /** Counts starts and ends of the process, so that what belongs to an earlier process is told apart. */
    private long life;

    /** Makes the core, possibly one with a rule taken out. */
    @FunctionalInterface
    interface NodeCoreFactory {
        NodeCore create(NodeConfig config, NodeCore.Parts parts, long hashSeed, long nowNanos, long epochSeconds);
    }

    SimulatedNode(
            Scheduler scheduler,
            SimulatedNetwork network,
            int id,
            HostPort address,
            HostPort shardAddress,
            SimulationConfig config,
            NodeCoreFactory factory) {
        this.scheduler = scheduler;
        this.network = network;
        this.id = id;
        this.address = address;
        this.config = config;
        this.factory = factory;
        this.shardLink = new NodeShardLink(scheduler, network, id, shardAddress);
        loseMachine();
    }

    boolean isUp() {
        return core != null;
    }

    NodeEntry entry() {
        return new NodeEntry(id, log.incarnation(), Tier.DRAM, NodeState.LIVE, address.toString());
    }

    NodeStatReply stat() {
        return core.stat();
    }

    /** All chunks are gone; what comes up next is another incarnation. */
    void loseMachine() {
        long incarnation = 1 + scheduler.random().nextLong(1L << 40);
        store = new HeapChunkStore(config.nodeCapacityBytes(), UNIT_BYTES);
        log = new HeapIndexLog(4096, incarnation);
    }

    void start(ShardEntry shard) {
        life++;
        store = store.afterCrash();
        core = factory.create(
                nodeConfig(),
                new NodeCore.Parts(store, log, new SimulatedTokens(), new HeapCounters(), shardLink),
                scheduler.random().nextLong(),
                scheduler.nowNanos(),
                scheduler.epochMillis() / 1000);
        shardLink.start(core);
        core.shards(List.of(shard), scheduler.nowNanos());
        network.listen(address, this::accept);
        tickLater(life);
    }

    private NodeConfig nodeConfig() {
        return NodeConfig.defaults(id)
                .withChunkBytesMax(config.chunkSize())
                .withFrees(new NodeConfig.FreesPull(Duration.ofMillis(500), Frees.MAX_CHUNKS, Duration.ofMillis(50)))
                .withAudit(new NodeConfig.AuditPace(
                        Duration.ofMillis(200), Duration.ofMillis(300), Duration.ofMillis(10), 64));
    }

    /** {@code kill -9}. Store and index are files in a memory file system: they stay as they are. */
    void crash() {
        life++;
        core = null;
        shardLink.stop();
        network.stopListening(address);
        List<End> ends = List.copyOf(connections);
        connections.clear();
        ends.forEach(End::close);
    }

    private void tickLater(long ticking) {
        scheduler.after(TICK_NANOS, () -> {
            if (life == ticking) {
                core.tick(scheduler.nowNanos(), scheduler.epochMillis() / 1000);
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
        private final long bornIn = life;
        private final End end;
        private final NodeSession session;
        private final Deque<ByteBuffer> inbox = new ArrayDeque<>();
        private boolean receiving;
        private boolean broken;

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
                    serving.onRequest(
                            session,
                            FrameHeader.requestId(frame, 0),
                            FrameCodec.decodeRequest(frame),
                            FrameCodec.payload(frame),
                            scheduler.nowNanos());
                }
            }
        }

        private void beginWrite(ByteBuffer frame) {
            ByteBuffer payload = FrameCodec.payload(frame);
            WriteStart start = serving.beginWrite(
                    session,
                    FrameHeader.requestId(frame, 0),
                    (Write) FrameCodec.decodeRequest(frame),
                    payload.remaining(),
                    scheduler.nowNanos());
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
            end.send(FrameCodec.response(opcode.code(), requestId, status, retryAfterMillis, 0, body, null));
        }

        /** The bytes are read when the kernel takes them, which is later: the core has to keep them until then. */
        @Override
        public void lend(long requestId, LentBytes bytes) {
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
