package io.pocket.server;

import java.util.ArrayList;
import java.util.List;

/** The connections of one loop that have replies waiting for a ticket. */
final class HeldReplies implements ReplyGate {
    private final List<ServerConnection<?>> connections = new ArrayList<>();

    void add(ServerConnection<?> connection) {
        connections.add(connection);
    }

    @Override
    public void open(long ticket) {
        for (ServerConnection<?> connection : connections) {
            connection.release(ticket);
        }
        connections.removeIf(connection -> !connection.hasHeld());
    }
}
