package io.pocket.metadata.server;

import io.pocket.metadata.core.ShardCore;
import io.pocket.metadata.journal.Durability;
import io.pocket.metadata.journal.Journal;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Request;
import io.pocket.server.CloseReason;
import io.pocket.server.Connection;
import io.pocket.server.FrameHandler;
import io.pocket.server.FrameLoop;
import io.pocket.server.FrameView;
import java.nio.ByteBuffer;
import java.time.Clock;

/**
 * Gives the core its requests and the time, and makes each loop iteration one group commit. Lives on its loop's thread.
 */
final class ShardHandler implements FrameHandler<ShardPeer> {
    /** The core's timers may be this late; it bounds how often an idle shard wakes. */
    private static final long TIMER_SLACK_NANOS = 5_000_000;

    /** Between pieces of what is done little by little, as long as no request comes. */
    private static final long WORK_PAUSE_NANOS = 1_000_000;

    private final ShardCore core;
    private final Journal journal;
    private final Snapshots snapshots;
    private final FrameLoop loop;
    private final Clock clock;
    private FrameLoop.Timer timer = () -> {};
    private long timerNanos = Long.MAX_VALUE;

    /** Of the iteration under way: its first frame takes them. */
    private long nowNanos;

    private long nowMillis;
    private boolean timeTaken;

    ShardHandler(ShardCore core, Journal journal, Snapshots snapshots, FrameLoop loop, Clock clock) {
        this.core = core;
        this.journal = journal;
        this.snapshots = snapshots;
        this.loop = loop;
        this.clock = clock;
    }

    @Override
    public ShardPeer open(Connection connection) {
        return new ShardPeer(connection);
    }

    @Override
    public void onFrame(ShardPeer peer, FrameView header, ByteBuffer body, ByteBuffer payload) {
        Opcode opcode = Opcode.of(header.opcode());
        if (opcode == null) {
            peer.connection()
                    .refuse(
                            header.opcode(),
                            header.requestId(),
                            Status.UNSUPPORTED,
                            "unknown opcode " + header.opcode());
            return;
        }
        try {
            Request request = Request.decode(opcode, body);
            takeTime();
            core.request(
                    peer.session(), header.requestId(), header.deadlineMillis(), request, payload, nowNanos, nowMillis);
            peer.noteAuthentication();
        } catch (ProtocolException e) {
            peer.connection().refuse(header.opcode(), header.requestId(), Status.PROTOCOL_ERROR, e.getMessage());
            peer.connection().close();
        }
    }

    /** All frames of an iteration have one time: they were there when it began, and clocks cost as much as small requests. */
    private void takeTime() {
        if (!timeTaken) {
            timeTaken = true;
            nowNanos = System.nanoTime();
            nowMillis = clock.millis();
        }
    }

    @Override
    public long onIterationEnd() {
        timeTaken = false;
        long now = System.nanoTime();
        core.endIteration(now);
        snapshots.considerAfterIteration();
        setTimer(now);
        return commit();
    }

    /** Replies wait for the journal only when a power cut is to be survived. */
    private long commit() {
        if (journal.durability() == Durability.PROCESS_CRASH || journal.durableLsn() >= journal.appendedLsn()) {
            return LEAVE_NOW;
        }
        journal.flush();
        return journal.appendedLsn();
    }

    private void setTimer(long now) {
        boolean hasWork = core.hasGarbage() || snapshots.isUnderWay();
        long next = hasWork ? now + WORK_PAUSE_NANOS : core.nextTickNanos();
        boolean timerSuffices = timerNanos != Long.MAX_VALUE && next - timerNanos >= 0;
        if (next == Long.MAX_VALUE || timerSuffices) {
            return;
        }
        timer.cancel();
        timerNanos = next;
        timer = loop.schedule(this::tick, hasWork ? WORK_PAUSE_NANOS : Math.max(TIMER_SLACK_NANOS, next - now));
    }

    private void tick() {
        timerNanos = Long.MAX_VALUE;
        timeTaken = false;
        core.tick(System.nanoTime(), clock.millis());
        snapshots.considerAfterIteration();
        setTimer(System.nanoTime());
    }

    @Override
    public void closed(ShardPeer peer, CloseReason reason) {
        core.closed(peer.session());
    }
}
