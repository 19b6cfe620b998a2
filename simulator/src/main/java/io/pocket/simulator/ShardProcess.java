package io.pocket.simulator;

import io.pocket.metadata.core.HeapInlineStore;
import io.pocket.metadata.core.ReplySink;
import io.pocket.metadata.core.ShardCore;
import io.pocket.metadata.core.ShardLog.LogFullException;
import io.pocket.metadata.core.ShardRules;
import io.pocket.metadata.core.ShardSession;
import io.pocket.metadata.core.ShardState;
import io.pocket.metadata.core.ShardStatistics;
import io.pocket.metadata.core.SnapshotWriter;
import io.pocket.metadata.core.table.HeapRecordMemory;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import io.pocket.simulator.SimulatedConnection.End;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One life of a shard's process: the real core on a journal, and replies held back until the journal is durable. After each request its
 * bounds are looked at (rules 8 and 15).
 */
final class ShardProcess {
    private static final long TICK_NANOS = 20_000_000;
    private static final long RECORD_MEMORY_BYTES = 64 << 20;
    private static final ByteBuffer NO_PAYLOAD = ByteBuffer.allocate(0);

    private final Scheduler scheduler;
    private final SimulatedNetwork network;
    private final ShardIdentity identity;
    private final SimulatedJournal journal;
    private final SimulationConfig config;
    private final Violations violations;
    private final List<Runnable> heldReplies = new ArrayList<>();
    private final List<End> connections = new ArrayList<>();
    private final Set<End> clients = new LinkedHashSet<>();
    private final ShardCore core;
    private final ShardState state;
    private final ShardRules rules;
    private SnapshotWriter snapshotWriter;
    private SimulatedJournal.Snapshot snapshot;
    private boolean stopped;
    private boolean deposed;
    private boolean flushScheduled;

    /** Recovers from the journal and listens at its address. */
    ShardProcess(
            Scheduler scheduler,
            SimulatedNetwork network,
            ShardIdentity identity,
            SimulatedJournal journal,
            ShardRules rules,
            SimulationConfig config,
            Violations violations) {
        this.scheduler = scheduler;
        this.network = network;
        this.identity = identity;
        this.journal = journal;
        this.config = config;
        this.violations = violations;
        this.rules = rules;
        state = recoverAndCompact();
        core = start(state, rules);
    }

    private ShardState recoverAndCompact() {
        ShardState recovered = recover();
        if (!scheduler.chance(0.3)) {
            return recovered;
        }
        journal.compact(recovered);
        return recover();
    }

    private ShardState recover() {
        ShardState recovered = new ShardState(
                identity.id(),
                HeapRecordMemory.of(RECORD_MEMORY_BYTES),
                new HeapInlineStore(config.inlineCapacityBytes()));
        journal.replayInto(recovered);
        return recovered;
    }

    private ShardCore start(ShardState recovered, ShardRules rulesOfCore) {
        try {
            return new ShardCore(
                    config.shard(identity.id(), identity.logId(), identity.epoch()),
                    recovered,
                    journal,
                    rulesOfCore,
                    new SimulatedTokens(),
                    () -> 0,
                    scheduler.nowNanos());
        } catch (LogFullException e) {
            throw new IllegalStateException(e);
        }
    }

    void listen() {
        network.listen(identity.address(), this::accept);
        tickLater();
    }

    /** {@code kill -9}. */
    void stop() {
        stopped = true;
        heldReplies.clear();
        List<End> ends = List.copyOf(connections);
        connections.clear();
        ends.forEach(End::close);
    }

    /** From now on only nodes reach it (what it would do to clients is for rule 13); it goes on as if nothing had happened. */
    void loseClients() {
        deposed = true;
        for (End client : clients) {
            connections.remove(client);
            client.close();
        }
        clients.clear();
    }

    private void tickLater() {
        scheduler.after(TICK_NANOS, () -> {
            if (!stopped) {
                core.tick(scheduler.nowNanos(), scheduler.epochMillis());
                flushLater();
                tickLater();
            }
        });
    }

    private void accept(End end) {
        connections.add(end);
        ShardSession session = new ShardSession(new Replies(end));
        end.receive(new SimulatedConnection.Receiver() {
            @Override
            public void onFrame(ByteBuffer frame) {
                if (!stopped) {
                    request(end, session, frame);
                }
            }

            @Override
            public void onBroken() {
                if (!stopped) {
                    connections.remove(end);
                    clients.remove(end);
                    core.closed(session);
                }
            }
        });
    }

    private void request(End from, ShardSession session, ByteBuffer frame) {
        Request request = FrameCodec.decodeRequest(frame);
        if (request instanceof Hello hello && hello.role() == Role.CLIENT) {
            clients.add(from);
            if (deposed) {
                loseClients();
                return;
            }
        }
        core.request(
                session,
                FrameHeader.requestId(frame, 0),
                FrameHeader.deadlineMillis(frame, 0),
                request,
                FrameCodec.payload(frame),
                scheduler.nowNanos(),
                scheduler.epochMillis());
        checkBounds();
        flushLater();
    }

    private void checkBounds() {
        ShardStatistics now = core.statistics();
        // Lookups and requests for frees are bounded apart from each other.
        if (now.parked() > 2 * SimulationConfig.MAX_PARKED) {
            violations.add("more requests wait at the shard than may: " + now);
        }
        if (now.uploads() > SimulationConfig.MAX_UPLOADS) {
            violations.add("the shard serves more sessions than it may: " + now);
        }
        if (now.inlineBytes() > config.inlineCapacityBytes()) {
            violations.add("the shard holds more inline bytes than it has room for: " + now);
        }
    }

    /** The controller's pushes take no way over the network; what it asks is durable before anything else happens. */
    Status push(Request request) {
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
        return statuses.getLast();
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
        scheduler.after(scheduler.between(1_000, 300_000), () -> {
            if (!stopped) {
                flushScheduled = false;
                core.endIteration(scheduler.nowNanos());
                journal.makeDurable();
                List<Runnable> ready = List.copyOf(heldReplies);
                heldReplies.clear();
                ready.forEach(Runnable::run);
                goOnWithSnapshot();
            }
        });
    }

    /** Written a little after each round, so that most of the state may change, or the process may end, before it is whole. */
    private void goOnWithSnapshot() {
        if (snapshot == null && scheduler.chance(0.05)) {
            snapshot = journal.beginSnapshot();
            snapshotWriter = new SnapshotWriter(state, rules, snapshot::put);
            snapshotWriter.begin();
        } else if (snapshotWriter != null && snapshotWriter.writeSome((int) scheduler.between(0, 2))) {
            snapshotWriter = null;
            scheduler.after(scheduler.between(1_000, 100_000_000), this::installSnapshot);
        }
    }

    private void installSnapshot() {
        if (!stopped) {
            snapshot.install();
            snapshot = null;
        }
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
                clients.remove(end);
                end.close();
            });
        }
    }
}
