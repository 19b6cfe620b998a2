package io.pocket.data;

import io.pocket.protocol.token.Principal;

/** What a core keeps for one connection; made by {@link NodeCore#open}, handed back with every call. */
public final class NodeSession {

    private final NodePeer peer;
    private Principal principal;
    private WriteOperation incoming;
    private boolean closed;
    private boolean waitingForRoom;

    NodeSession(NodePeer peer) {
        this.peer = peer;
    }

    NodePeer peer() {
        return peer;
    }

    /** Null before HELLO succeeded. */
    Principal principal() {
        return principal;
    }

    void authenticated(Principal proven) {
        principal = proven;
    }

    /** The WRITE whose payload is arriving; null when none is. */
    WriteOperation incoming() {
        return incoming;
    }

    void incoming(WriteOperation operation) {
        incoming = operation;
    }

    boolean isClosed() {
        return closed;
    }

    void markClosed() {
        closed = true;
    }

    boolean isWaitingForRoom() {
        return waitingForRoom;
    }

    void waitingForRoom(boolean waiting) {
        waitingForRoom = waiting;
    }
}
