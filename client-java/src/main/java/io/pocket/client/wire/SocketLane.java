package io.pocket.client.wire;

import io.pocket.client.core.Endpoint;
import io.pocket.client.core.Lane;
import io.pocket.client.core.LaneConfig;
import io.pocket.client.core.Operation;
import io.pocket.client.core.Outcome;
import io.pocket.client.core.Wire;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.spin.SpinPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A lane with its sockets, run by whoever calls {@link #run}. One thread at a time; nothing happens between calls.
 *
 * <p>While an answer is due it is first looked for by reads for a short time, if answers have come that quickly lately: that saves the
 * system calls and the wake-up of a selector. Then the thread sleeps in the selector.
 *
 * <p>No lambdas on the way to the first answer, here and in the core: the first one costs a function's cold start many milliseconds.
 */
public final class SocketLane implements AutoCloseable {
    /** Waits longer than this are not worth a processor. */
    private static final long SPIN_NANOS_MAX = 50_000;

    /** After so long without use connections are looked at before they are used. */
    private static final long UNUSED_NANOS = 1_000_000;

    private record Outage(Endpoint endpoint, String reason) {}

    private final long originNanos = System.nanoTime();
    private final Lane lane;
    private final IdentityHashMap<Endpoint, Connection> byEndpoint = new IdentityHashMap<>();
    private final List<Connection> connections = new ArrayList<>();
    private final ArrayDeque<Outage> outages = new ArrayDeque<>();
    private final Consumer<SelectionKey> onSelected = new Selected();
    private final SpinPolicy spinPolicy = new SpinPolicy(SPIN_NANOS_MAX);
    private Selector selector;
    private boolean mustReap;
    private long lastUsedNanos;

    /** @param random see {@link Lane} */
    public SocketLane(LaneConfig config, RandomGenerator random) {
        lane = new Lane(config, new Sockets(), random);
    }

    /** The clock of this lane's operations: deadlines are on it. */
    public long nowNanos() {
        return System.nanoTime() - originNanos;
    }

    Lane lane() {
        return lane;
    }

    /** Carries an operation out, by its deadline at the latest. An interrupt ends it, and stays set. */
    public <T> Outcome<T> run(Operation<T> operation) {
        start(operation);
        while (!operation.isDone()) {
            advance(operation);
        }
        rest();
        return operation.outcome();
    }

    /** Begins an operation that {@link #drive} carries on. */
    public void start(Operation<?> operation) {
        dropDeadConnections();
        lane.start(operation, nowNanos());
    }

    /**
     * Carries on until there is enough for now, or the operation is done.
     *
     * @param enough asked after each event
     */
    public void drive(Operation<?> operation, BooleanSupplier enough) {
        while (!operation.isDone() && !enough.getAsBoolean()) {
            advance(operation);
        }
        rest();
    }

    private void rest() {
        flushAll();
        lastUsedNanos = nowNanos();
    }

    private void advance(Operation<?> operation) {
        if (Thread.currentThread().isInterrupted()) {
            lane.cancel(operation, "the thread was interrupted");
        } else {
            step(operation);
        }
    }

    private void step(Operation<?> operation) {
        flushAll();
        tellOutages();
        tellConnected();
        if (!operation.isDone() && !canFlush()) {
            awaitEvents(operation);
            lane.onTime(nowNanos());
        }
    }

    /** The caller does not want the operation's result any more. */
    public void cancel(Operation<?> operation, String reason) {
        lane.cancel(operation, reason);
        flushAll();
    }

    /**
     * Finds out which connections ended while the lane was not in use. {@link #start} does it by itself; streams do before they go on.
     *
     * <p>A mutation that is sent on a connection whose peer is gone has an outcome that is unknown for a while, perhaps for good. What the
     * kernel knows already is cheap to ask, and only after a pause worth asking.
     */
    public void dropDeadConnections() {
        long now = nowNanos();
        if (now - lastUsedNanos > UNUSED_NANOS) {
            for (int i = connections.size() - 1; i >= 0; i = Math.min(i, connections.size()) - 1) {
                if (connections.get(i).isConnected()) {
                    read(connections.get(i));
                }
            }
        }
    }

    // Events

    private void tellOutages() {
        for (int count = outages.size(); count > 0; count--) {
            Outage outage = outages.poll();
            if (!byEndpoint.containsKey(outage.endpoint())) {
                lane.onDisconnected(outage.endpoint(), outage.reason(), nowNanos());
            }
        }
    }

    private void forgetOutage(Endpoint endpoint) {
        if (!outages.isEmpty()) {
            outages.removeIf(outage -> outage.endpoint() == endpoint);
        }
    }

    private void tellConnected() {
        for (int i = connections.size() - 1; i >= 0; i = Math.min(i, connections.size()) - 1) {
            if (connections.get(i).isToldLate()) {
                finishConnect(connections.get(i));
            }
        }
    }

    private void awaitEvents(Operation<?> operation) {
        if (!outages.isEmpty()) {
            return;
        }
        while (operation.workWhileWaiting()) {
            if (look()) {
                return;
            }
        }
        long startNanos = nowNanos();
        if (!(maySpin(startNanos) && spin(startNanos))) {
            select(nowNanos());
        }
        spinPolicy.waited(nowNanos() - startNanos);
    }

    private boolean maySpin(long now) {
        if (!spinPolicy.maySpin(now)) {
            return false;
        }
        boolean anyAwaited = false;
        for (int i = 0; i < connections.size(); i++) {
            Connection connection = connections.get(i);
            if (!connection.isConnected()) {
                return false;
            }
            anyAwaited |= connection.isAwaited();
        }
        return anyAwaited;
    }

    /** Whether something arrived or left. */
    @SuppressWarnings(
            "ThreadPriorityCheck") // yield is meant: whoever else wants this processor may be the one who answers
    private boolean spin(long startNanos) {
        long now = startNanos;
        do {
            long before = now;
            Thread.yield();
            now = nowNanos();
            spinPolicy.offered(before, now);
            if (look()) {
                return true;
            }
        } while (spinPolicy.goesOn(startNanos, now));
        return false;
    }

    private boolean look() {
        boolean any = false;
        for (int i = connections.size() - 1; i >= 0; i = Math.min(i, connections.size()) - 1) {
            Connection connection = connections.get(i);
            if (connection.isConnected() && connection.isBlocked()) {
                any |= flush(connection);
            }
            if (connection.isOpen() && connection.isConnected() && connection.isAwaited()) {
                any |= read(connection);
            }
        }
        return any;
    }

    private void select(long now) {
        try {
            if (selector == null) {
                selector = Selector.open();
            }
            for (int i = connections.size() - 1; i >= 0; i--) {
                connections.get(i).watch(selector);
            }
            long waitNanos = lane.timerNanos() - now;
            if (waitNanos <= 0) {
                selector.selectNow(onSelected);
            } else {
                selector.select(onSelected, (waitNanos - 1) / 1_000_000 + 1);
            }
            mustReap = false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot wait for sockets", e);
        }
    }

    private void onSelected(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        if (connection.isOpen() && key.isConnectable()) {
            finishConnect(connection);
        }
        if (connection.isOpen() && key.isWritable()) {
            connection.unblock();
            flush(connection);
        }
        if (connection.isOpen() && key.isReadable()) {
            read(connection);
        }
    }

    private void finishConnect(Connection connection) {
        try {
            if (connection.finishConnect()) {
                lane.onConnected(connection.endpoint(), nowNanos());
            }
        } catch (IOException e) {
            lost(connection, reasonOf(e));
        }
    }

    /** Whether something arrived, the end of the connection included. */
    private boolean read(Connection connection) {
        try {
            long count = connection.read();
            if (count < 0) {
                lost(connection, "closed by the other side");
            } else if (count > 0 && connection.isOpen()) {
                lane.onProgress(connection.endpoint(), nowNanos());
            }
            return count != 0;
        } catch (IOException e) {
            lost(connection, reasonOf(e));
        } catch (ProtocolException e) {
            lost(connection, "it sent bytes that are no response: " + e.getMessage());
        }
        return true;
    }

    private static String reasonOf(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private void lost(Connection connection, String reason) {
        if (connection.isOpen()) {
            remove(connection);
            lane.onDisconnected(connection.endpoint(), reason, nowNanos());
        }
    }

    private void remove(Connection connection) {
        byEndpoint.remove(connection.endpoint());
        connections.remove(connection);
        mustReap |= connection.isWatched();
        connection.close();
    }

    // Sending

    private boolean canFlush() {
        for (int i = 0; i < connections.size(); i++) {
            if (connections.get(i).isConnected() && connections.get(i).canFlush()) {
                return true;
            }
        }
        return false;
    }

    private void flushAll() {
        for (int i = connections.size() - 1; i >= 0; i = Math.min(i, connections.size()) - 1) {
            Connection connection = connections.get(i);
            if (connection.isConnected() && connection.canFlush()) {
                flush(connection);
            }
        }
        reap();
    }

    /** Whether something left, or the connection is lost. */
    private boolean flush(Connection connection) {
        try {
            boolean any = connection.flush() > 0;
            if (any) {
                lane.onProgress(connection.endpoint(), nowNanos());
            }
            return any;
        } catch (IOException e) {
            lost(connection, reasonOf(e));
        }
        return true;
    }

    /** The descriptor of a watched socket is released by its selector's next look. */
    private void reap() {
        if (mustReap) {
            mustReap = false;
            try {
                selector.selectNow();
                selector.selectedKeys().clear();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot release sockets", e);
            }
        }
    }

    /** Closes all connections. What is under way fails. */
    @Override
    public void close() {
        lane.close();
        try {
            if (selector != null) {
                selector.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the selector", e);
        }
        selector = null;
        mustReap = false;
    }

    private final class Selected implements Consumer<SelectionKey> {
        @Override
        public void accept(SelectionKey key) {
            onSelected(key);
        }
    }

    private final class Sockets implements Wire {
        @Override
        public void connect(Endpoint endpoint) {
            try {
                Connection connection = Connection.to(endpoint, SocketLane.this);
                byEndpoint.put(endpoint, connection);
                connections.add(connection);
            } catch (IOException | RuntimeException e) {
                outages.add(new Outage(endpoint, String.valueOf(e.getMessage())));
            }
        }

        @Override
        public void send(Endpoint endpoint, Request request, long requestId, int deadlineMillis, ByteBuffer payload) {
            byEndpoint.get(endpoint).send(request, requestId, deadlineMillis, payload);
        }

        @Override
        public void close(Endpoint endpoint) {
            Connection connection = byEndpoint.get(endpoint);
            if (connection != null) {
                remove(connection);
            }
            forgetOutage(endpoint);
        }
    }
}
