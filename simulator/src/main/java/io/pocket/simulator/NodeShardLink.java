package io.pocket.simulator;

import io.pocket.data.NodeCore;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Audit;
import io.pocket.protocol.message.AuditReply;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import io.pocket.simulator.SimulatedConnection.End;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** A node's way to one shard: connects again for ever, as the node's driver does. */
final class NodeShardLink {
    private static final long RECONNECT_NANOS = 50_000_000;
    private static final long HELLO_ID = 1;

    private final Scheduler scheduler;
    private final SimulatedNetwork network;
    private final int nodeId;
    private final int shardId;
    private final HostPort shard;
    private final CommitWitness witness;
    private final Map<Long, Request> underWay = new HashMap<>();
    private NodeCore core;
    private End end;
    private long life;
    private long nextRequestId = HELLO_ID + 1;

    NodeShardLink(
            Scheduler scheduler,
            SimulatedNetwork network,
            int nodeId,
            int shardId,
            HostPort shard,
            CommitWitness witness) {
        this.scheduler = scheduler;
        this.network = network;
        this.nodeId = nodeId;
        this.shardId = shardId;
        this.shard = shard;
        this.witness = witness;
    }

    void start(NodeCore owner) {
        life++;
        core = owner;
        connect(life);
    }

    void stop() {
        life++;
        core = null;
        if (end != null) {
            end.close();
            end = null;
        }
    }

    private void connect(long owner) {
        network.connect(shard, connected -> connected(owner, connected), () -> connectLater(owner));
    }

    private void connectLater(long owner) {
        scheduler.after(RECONNECT_NANOS, () -> {
            if (life == owner && end == null) {
                connect(owner);
            }
        });
    }

    private void connected(long owner, End connected) {
        if (life != owner || end != null) {
            connected.close();
            return;
        }
        end = connected;
        underWay.clear();
        connected.receive(new Receiver(owner, connected));
        Hello hello =
                new Hello(Hello.VERSION, Role.NODE, 0, 0, 0, 0, SimulatedTokens.service(Role.NODE, nodeId), "sim");
        connected.send(FrameCodec.request(hello, HELLO_ID, 0, null));
    }

    void send(Request request) {
        long requestId = nextRequestId++;
        underWay.put(requestId, request);
        end.send(FrameCodec.request(request, requestId, 0, null));
    }

    private final class Receiver implements SimulatedConnection.Receiver {
        private final long owner;
        private final End from;

        Receiver(long owner, End from) {
            this.owner = owner;
            this.from = from;
        }

        @Override
        public void onFrame(ByteBuffer frame) {
            if (life != owner || end != from) {
                return;
            }
            Status status = Status.of(FrameHeader.statusCode(frame, 0));
            if (FrameCodec.opcode(frame) == Opcode.HELLO) {
                if (status != Status.OK) {
                    throw new IllegalStateException("the shard refused a node: " + FrameCodec.decodeResponse(frame));
                }
                core.shardConnected(shardId, scheduler.nowNanos());
                return;
            }
            Request request = underWay.remove(FrameHeader.requestId(frame, 0));
            Response response = FrameCodec.decodeResponse(frame);
            if (request instanceof Audit audit && response instanceof AuditReply answer) {
                witness(audit, answer);
            }
            core.onShardReply(shardId, request, status, response, scheduler.nowNanos());
        }

        /** What a pretender says is not the shard's word. */
        private void witness(Audit audit, AuditReply answer) {
            boolean isShard = core.knownShards().stream()
                    .anyMatch(shard -> shard.shardId() == shardId
                            && shard.logId() == answer.logId()
                            && shard.epoch() == answer.epoch());
            for (int i = 0; isShard && i < audit.chunks().size(); i++) {
                if ((answer.freeBits().get(i / Byte.SIZE) >> i % Byte.SIZE & 1) != 0) {
                    witness.calledFree(audit.chunks().get(i));
                }
            }
        }

        @Override
        public void onBroken() {
            if (life == owner && end == from) {
                end = null;
                core.shardDisconnected(shardId);
                connectLater(owner);
            }
        }
    }
}
