package io.pocket.server;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one loop thread of a server owns: the handler, its connections, the end of an iteration, and the deadlines. */
final class ServerLoop<S> {
    private static final Logger LOG = LoggerFactory.getLogger(ServerLoop.class);

    /** Refused connections that may linger beside the admitted ones, so that they learn why; further ones are just closed. */
    private static final int MAX_REFUSED = 64;

    private final FrameLoop loop;
    private final FrameHandler<S> handler;
    private final ServerLimits limits;
    private final LoopCounters counters;
    private final GatherBudget gatherBudget;
    private final long sweepIntervalNanos;
    private final Runnable endIteration = this::endIteration;
    private final Set<ServerConnection<S>> connections = new HashSet<>();
    private final Set<ServerConnection<S>> refused = new HashSet<>();
    private final HeldReplies held;
    private List<ServerConnection<S>> departing = new ArrayList<>();
    private List<ServerConnection<S>> departed = new ArrayList<>();

    private Runnable onEmpty = () -> {};
    private boolean iterationUnderWay;
    private boolean sweeping;

    ServerLoop(FrameLoop loop, FrameHandler<S> handler, HeldReplies held, ServerLimits limits, LoopCounters counters) {
        this.loop = loop;
        this.handler = handler;
        this.held = held;
        this.limits = limits;
        this.counters = counters;
        this.gatherBudget = new GatherBudget(limits.input().maxGatheredTotalBytes());
        this.sweepIntervalNanos = limits.deadlines().sweepIntervalNanos();
    }

    FrameHandler<S> handler() {
        return handler;
    }

    ServerLimits limits() {
        return limits;
    }

    LoopCounters counters() {
        return counters;
    }

    GatherBudget gatherBudget() {
        return gatherBudget;
    }

    LoopBuffers replyBuffers() {
        return loop.replyBuffers();
    }

    LoopBuffers receiveBuffers() {
        return loop.receiveBuffers();
    }

    void execute(Runnable task) {
        loop.execute(task);
    }

    /** Takes the connection in, or says that there are too many. */
    boolean admit(ServerConnection<S> connection) {
        startSweeping();
        if (connections.size() < limits.maxConnections()) {
            return connections.add(connection);
        }
        if (refused.size() < MAX_REFUSED) {
            refused.add(connection);
        } else {
            connection.cut(CloseReason.TOO_MANY_CONNECTIONS);
        }
        return false;
    }

    void remove(ServerConnection<S> connection) {
        connections.remove(connection);
        refused.remove(connection);
        if (connections.isEmpty()) {
            onEmpty.run();
        }
    }

    /** Something happens in this iteration: its end is due once all that is ready has been handled. */
    void touch() {
        if (!iterationUnderWay) {
            iterationUnderWay = true;
            loop.execute(endIteration);
        }
    }

    /** The connection has replies that leave with this iteration. */
    void departing(ServerConnection<S> connection) {
        departing.add(connection);
        touch();
    }

    /** Ends every connection gently, and tells when none is left. */
    void endAll(Runnable whenGone) {
        onEmpty = whenGone;
        for (ServerConnection<S> connection : List.copyOf(connections)) {
            connection.end(CloseReason.SERVER);
        }
        if (connections.isEmpty()) {
            onEmpty.run();
        }
    }

    private void endIteration() {
        long ticket = FrameHandler.LEAVE_NOW;
        boolean failed = false;
        try {
            ticket = handler.onIterationEnd();
        } catch (RuntimeException e) {
            // What the replies say may not be true: they must not leave.
            failed = true;
            counters.add(TransportCounter.HANDLER_FAILURES, 1);
            LOG.error("handler failed at the end of an iteration; its connections are closed", e);
        }
        iterationUnderWay = false;
        List<ServerConnection<S>> batch = departing;
        departing = departed;
        departed = batch;
        for (ServerConnection<S> connection : batch) {
            depart(connection, ticket, failed);
        }
        batch.clear();
    }

    private void depart(ServerConnection<S> connection, long ticket, boolean failed) {
        if (failed) {
            connection.cut(CloseReason.HANDLER_FAILED);
            return;
        }
        boolean known = connection.hasHeld();
        connection.depart(ticket);
        if (!known && connection.hasHeld()) {
            held.add(connection);
        }
    }

    private void startSweeping() {
        if (!sweeping) {
            sweeping = true;
            loop.schedule(this::sweep, sweepIntervalNanos);
        }
    }

    /** Runs while there are connections: an idle server has no timer. */
    private void sweep() {
        sweeping = false;
        long nowNanos = System.nanoTime();
        connections.forEach(connection -> connection.sweep(nowNanos));
        refused.forEach(connection -> connection.sweep(nowNanos));
        if (!connections.isEmpty() || !refused.isEmpty()) {
            startSweeping();
        }
    }
}
