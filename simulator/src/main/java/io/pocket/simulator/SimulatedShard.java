package io.pocket.simulator;

import io.pocket.metadata.core.HeapInlineStore;
import io.pocket.metadata.core.ReplySink;
import io.pocket.metadata.core.ShardCore;
import io.pocket.metadata.core.ShardLog.LogFullException;
import io.pocket.metadata.core.ShardRules;
import io.pocket.metadata.core.ShardSession;
import io.pocket.metadata.core.ShardState;
import io.pocket.metadata.core.ShardStatistics;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import io.pocket.simulator.SimulatedConnection.End;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A shard process: the real core, a journal that a power cut can shorten, and replies held back until the journal is durable. */
final class SimulatedShard {
    static final int ID = 1;
    static final long LOG_ID = 4711;

    private static final long INLINE_CAPACITY = 64L << 20;
    private static final long TICK_NANOS = 20_000_000;
    private static final ByteBuffer NO_PAYLOAD = ByteBuffer.allocate(0);

    private final Scheduler scheduler;
    private final SimulatedNetwork network;
    private final HostPort address;
    private final ShardRules rules;
    private final SimulationConfig config;
    private final SimulatedJournal journal = new SimulatedJournal();
    private final List<Runnable> heldReplies = new ArrayList<>();
    private final List<End> connections = new ArrayList<>();
    private ShardCore core;
    private long epoch;
    private boolean flushScheduled;

    SimulatedShard(
            Scheduler scheduler,
            SimulatedNetwork network,
            HostPort address,
            ShardRules rules,
            SimulationConfig config) {
        this.scheduler = scheduler;
        this.network = network;
        this.address = address;
        this.rules = rules;
        this.config = config;
    }

    boolean isUp() {
        return core != null;
    }

    long epoch() {
        return epoch;
    }

    void start() {
        epoch++;
        ShardState state = recover();
        if (scheduler.chance(0.3)) {
            journal.compact(state);
            state = recover();
        }
        try {
            core = new ShardCore(
                    config.shard(ID, LOG_ID, epoch),
                    state,
                    journal,
                    rules,
                    new SimulatedTokens(),
                    () -> 0,
                    scheduler.nowNanos());
        } catch (LogFullException e) {
            throw new IllegalStateException(e);
        }
        network.listen(address, this::accept);
        tickLater(core);
    }

    private ShardState recover() {
        ShardState state = new ShardState(ID, new HeapInlineStore(INLINE_CAPACITY));
        journal.replayInto(state);
        return state;
    }

    /** {@code kill -9}, or a power cut, which also loses what was not durable. */
    void crash(boolean powerCut) {
        core = null;
        network.stopListening(address);
        heldReplies.clear();
        flushScheduled = false;
        List<End> ends = List.copyOf(connections);
        connections.clear();
        ends.forEach(End::close);
        if (powerCut) {
            journal.loseTail();
        } else {
            journal.makeDurable();
        }
    }

    private void tickLater(ShardCore ticking) {
        scheduler.after(TICK_NANOS, () -> {
            if (core == ticking) {
                core.tick(scheduler.nowNanos(), scheduler.epochMillis());
                flushLater();
                tickLater(ticking);
            }
        });
    }

    private void accept(End end) {
        connections.add(end);
        ShardCore accepting = core;
        ShardSession session = new ShardSession(new Replies(end));
        end.receive(new SimulatedConnection.Receiver() {
            @Override
            public void onFrame(ByteBuffer frame) {
                if (core == accepting) {
                    request(session, frame);
                }
            }

            @Override
            public void onBroken() {
                if (core == accepting) {
                    connections.remove(end);
                    core.closed(session);
                }
            }
        });
    }

    private void request(ShardSession session, ByteBuffer frame) {
        core.request(
                session,
                FrameHeader.requestId(frame, 0),
                FrameHeader.deadlineMillis(frame, 0),
                FrameCodec.decodeRequest(frame),
                FrameCodec.payload(frame),
                scheduler.nowNanos(),
                scheduler.epochMillis());
        flushLater();
    }

    /** The controller's pushes take no way over the network; what it asks is durable before anything else happens. */
    void push(Request request) {
        List<Status> statuses = new ArrayList<>();
        ShardSession session = new ShardSession(new ReplySink() {
            @Override
            public void reply(
                    long requestId,
                    int opcode,
                    Status status,
                    int retryAfter,
                    int flags,
                    Response body,
                    ByteBuffer payload) {
                statuses.add(status);
            }

            @Override
            public void close() {
                throw new IllegalStateException("nobody shares the controller's connection");
            }
        });
        Bytes token = SimulatedTokens.service(Role.CONTROLLER, 1);
        for (Request each : List.of(new Hello(Hello.VERSION, Role.CONTROLLER, 0, 0, 0, 0, token, "sim"), request)) {
            core.request(session, 1, 0, each, NO_PAYLOAD, scheduler.nowNanos(), scheduler.epochMillis());
        }
        journal.makeDurable();
        if (!statuses.equals(List.of(Status.OK, Status.OK))) {
            throw new IllegalStateException(request + " was answered " + statuses);
        }
    }

    ShardStatistics statistics() {
        return core.statistics();
    }

    /** Group commit: a round of requests, one flush, then their replies. */
    private void flushLater() {
        if (flushScheduled) {
            return;
        }
        flushScheduled = true;
        ShardCore flushing = core;
        scheduler.after(scheduler.between(1_000, 300_000), () -> {
            if (core == flushing) {
                flushScheduled = false;
                core.endIteration(scheduler.nowNanos());
                journal.makeDurable();
                List<Runnable> ready = List.copyOf(heldReplies);
                heldReplies.clear();
                ready.forEach(Runnable::run);
            }
        });
    }

    private final class Replies implements ReplySink {
        private final End end;

        Replies(End end) {
            this.end = end;
        }

        @Override
        public void reply(
                long requestId,
                int opcode,
                Status status,
                int retryAfterMillis,
                int flags,
                Response response,
                ByteBuffer payload) {
            byte[] frame = FrameCodec.response(opcode, requestId, status, retryAfterMillis, flags, response, payload);
            heldReplies.add(() -> end.send(frame));
        }

        @Override
        public void close() {
            heldReplies.add(() -> {
                connections.remove(end);
                end.close();
            });
        }
    }
}
