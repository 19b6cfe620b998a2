package io.pocket.simulator;

import io.pocket.data.NodeCore;
import io.pocket.data.ShardPort;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.ShardEntry;
import io.pocket.simulator.SimulatedConnection.End;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A node's way to the shard: connects again for ever, as the node's driver does. */
final class NodeShardLink implements ShardPort {
    private static final long RECONNECT_NANOS = 50_000_000;
    private static final long HELLO_ID = 1;

    private final Scheduler scheduler;
    private final SimulatedNetwork network;
    private final int nodeId;
    private final HostPort shard;
    private final Map<Long, Request> underWay = new HashMap<>();
    private NodeCore core;
    private End end;
    private long life;
    private long nextRequestId = HELLO_ID + 1;

    NodeShardLink(Scheduler scheduler, SimulatedNetwork network, int nodeId, HostPort shard) {
        this.scheduler = scheduler;
        this.network = network;
        this.nodeId = nodeId;
        this.shard = shard;
    }

    void start(NodeCore owner) {
        life++;
        core = owner;
    }

    void stop() {
        life++;
        core = null;
        if (end != null) {
            end.close();
            end = null;
        }
    }

    @Override
    public void shards(List<ShardEntry> shards) {
        connect(life);
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

    @Override
    public void send(int shardId, Request request) {
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
                core.shardConnected(SimulatedShard.ID, scheduler.nowNanos());
                return;
            }
            Request request = underWay.remove(FrameHeader.requestId(frame, 0));
            core.onShardReply(
                    SimulatedShard.ID, request, status, FrameCodec.decodeResponse(frame), scheduler.nowNanos());
        }

        @Override
        public void onBroken() {
            if (life == owner && end == from) {
                end = null;
                core.shardDisconnected(SimulatedShard.ID);
                connectLater(owner);
            }
        }
    }
}
