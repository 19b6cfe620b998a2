package io.pocket.simulator;

import io.pocket.protocol.HostPort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Who listens where, and all connections there are. */
final class SimulatedNetwork {
    private static final long REFUSED_AFTER_NANOS = 200_000;

    private final Scheduler scheduler;
    private final NetworkConditions conditions = new NetworkConditions();
    private final Map<HostPort, Consumer<SimulatedConnection.End>> listeners = new HashMap<>();
    private final List<SimulatedConnection> connections = new ArrayList<>();

    SimulatedNetwork(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Accepts connections: the acceptor is given the server's end and sets its receiver. */
    void listen(HostPort address, Consumer<SimulatedConnection.End> acceptor) {
        listeners.put(address, acceptor);
    }

    void stopListening(HostPort address) {
        listeners.remove(address);
    }

    /**
     * Tries to connect.
     *
     * @param connected given the client's end, whose receiver it sets
     * @param refused nobody listens there
     */
    void connect(HostPort address, Consumer<SimulatedConnection.End> connected, Runnable refused) {
        long delay = conditions.latency(scheduler);
        scheduler.after(delay, () -> {
            Consumer<SimulatedConnection.End> acceptor = listeners.get(address);
            if (acceptor == null) {
                scheduler.after(REFUSED_AFTER_NANOS, refused);
                return;
            }
            SimulatedConnection connection = new SimulatedConnection(scheduler, conditions);
            connections.removeIf(SimulatedConnection::isBroken);
            connections.add(connection);
            acceptor.accept(connection.server());
            connected.accept(connection.client());
        });
    }

    /** Breaks one connection, or none when there is none. */
    void breakOne() {
        if (!connections.isEmpty()) {
            connections.get(scheduler.random().nextInt(connections.size())).breakNow();
        }
    }

    void stallFor(long nanos) {
        conditions.stallUntil(scheduler.nowNanos() + nanos);
    }
}
