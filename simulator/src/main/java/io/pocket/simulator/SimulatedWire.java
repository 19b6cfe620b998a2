package io.pocket.simulator;

import io.pocket.client.core.Endpoint;
import io.pocket.client.core.Lane;
import io.pocket.client.core.Wire;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.ClaimEnd;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.ObjectReply;
import io.pocket.protocol.message.Read;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import io.pocket.protocol.message.Write;
import io.pocket.simulator.SimulatedConnection.End;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A client's sockets. Whatever the network says is handed to the process, which may be frozen and look at it later. */
final class SimulatedWire implements Wire {
    private final Scheduler scheduler;
    private final SimulatedNetwork network;
    private final Oracles oracles;
    private final long job;
    private final Consumer<Runnable> process;
    private final Map<Endpoint, Attempt> attempts = new LinkedHashMap<>();
    private final Map<Long, Read> reads = new HashMap<>();
    private final Map<Long, Lookup> claims = new HashMap<>();
    private Lane lane;
    private int confirmations;

    /** One try to be connected to an endpoint, and the connection that came of it. */
    private static final class Attempt {
        private End end;
    }

    /**
     * A wire.
     *
     * @param process runs what the network reports, now or when it thaws
     */
    SimulatedWire(
            Scheduler scheduler, SimulatedNetwork network, Oracles oracles, long job, Consumer<Runnable> process) {
        this.scheduler = scheduler;
        this.network = network;
        this.oracles = oracles;
        this.job = job;
        this.process = process;
    }

    /** How often a consumed object was confirmed, repetitions included. */
    int confirmations() {
        return confirmations;
    }

    void serve(Lane owner) {
        lane = owner;
    }

    @Override
    public void connect(Endpoint endpoint) {
        Attempt attempt = new Attempt();
        attempts.put(endpoint, attempt);
        network.connect(
                endpoint.address(),
                end -> {
                    attempt.end = end;
                    end.receive(new Receiver(endpoint, attempt));
                    report(endpoint, attempt, () -> lane.onConnected(endpoint, scheduler.nowNanos()));
                },
                () -> report(endpoint, attempt, () -> disconnected(endpoint, "connection refused")));
    }

    private void disconnected(Endpoint endpoint, String reason) {
        attempts.remove(endpoint);
        lane.onDisconnected(endpoint, reason, scheduler.nowNanos());
    }

    /** Only what concerns the endpoint's present connection reaches the lane. */
    private void report(Endpoint endpoint, Attempt attempt, Runnable event) {
        process.accept(() -> {
            if (attempts.get(endpoint) == attempt) {
                event.run();
            }
        });
    }

    /** The payload is read when the kernel takes it: the lane has to leave it alone until then. */
    @Override
    public void send(Endpoint endpoint, Request request, long requestId, int deadlineMillis, ByteBuffer payload) {
        Attempt attempt = attempts.get(endpoint);
        switch (request) {
            case Read read -> reads.put(requestId, read);
            case Write write -> oracles.chunks().wrote(write.chunk(), bytes(payload));
            case Lookup lookup
            when (lookup.flags() & Lookup.CLAIM) != 0 -> {
                claims.put(requestId, lookup);
                oracles.claims().asked(lookup.mutation(), lookup.claimLeaseMillis(), scheduler.nowNanos());
            }
            case ClaimEnd end -> {
                confirmations += end.consumed() ? 1 : 0;
                oracles.claims().ending(job, end.name().toString(), end.claimId(), scheduler.nowNanos());
            }
            default -> {}
        }
        attempt.end.send(
                () -> attempts.get(endpoint) == attempt
                        ? FrameCodec.request(request, requestId, deadlineMillis, payload)
                        : null,
                () -> {});
    }

    private static byte[] bytes(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        return bytes;
    }

    @Override
    public void close(Endpoint endpoint) {
        Attempt attempt = attempts.remove(endpoint);
        if (attempt != null && attempt.end != null) {
            attempt.end.close();
        }
    }

    /** The process is gone: the kernel closes its sockets. */
    void closeAll() {
        attempts.values().forEach(attempt -> {
            if (attempt.end != null) {
                attempt.end.close();
            }
        });
        attempts.clear();
    }

    private final class Receiver implements SimulatedConnection.Receiver {
        private final Endpoint endpoint;
        private final Attempt attempt;

        Receiver(Endpoint endpoint, Attempt attempt) {
            this.endpoint = endpoint;
            this.attempt = attempt;
        }

        @Override
        public void onFrame(ByteBuffer frame) {
            report(endpoint, attempt, () -> respond(frame));
        }

        private void respond(ByteBuffer frame) {
            long requestId = FrameHeader.requestId(frame, 0);
            Status status = Status.of(FrameHeader.statusCode(frame, 0));
            Opcode opcode = FrameCodec.opcode(frame);
            ByteBuffer payload = FrameCodec.payload(frame);
            int payloadLength = payload.remaining();
            Read read = reads.remove(requestId);
            if (opcode == Opcode.READ && status == Status.OK) {
                oracles.chunks().read(read.chunk(), read.offset(), bytes(payload));
            }
            Response response = FrameCodec.decodeResponse(frame);
            Lookup claim = claims.remove(requestId);
            if (claim != null && response instanceof ObjectReply object && object.claimId() != 0) {
                String name = claim.name().toString();
                oracles.claims()
                        .granted(claim.mutation(), job, name, object.version(), object.claimId(), scheduler.nowNanos());
            }
            if (payloadLength > 0) {
                ByteBuffer target = lane.payloadTarget(endpoint, requestId, payloadLength);
                if (target != null) {
                    target.put(payload);
                }
            }
            lane.onResponse(
                    endpoint,
                    requestId,
                    opcode,
                    status,
                    FrameHeader.retryAfterMillis(frame, 0),
                    FrameHeader.flags(frame, 0),
                    response,
                    payloadLength,
                    scheduler.nowNanos());
        }

        @Override
        public void onBroken() {
            report(endpoint, attempt, () -> disconnected(endpoint, "connection reset"));
        }
    }
}
