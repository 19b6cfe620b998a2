package io.pocket.server;

/** Why a connection ended. All but the first two are cut-offs: the server ended it because of what the peer did or did not do. */
public enum CloseReason {
    /** The peer closed, or the network did. */
    PEER,
    /** The handler asked for it, or the server stops. */
    SERVER,
    /** The bytes were no frames. */
    PROTOCOL_ERROR,
    /** The handler threw. */
    HANDLER_FAILED,
    /** No HELLO was accepted in time. */
    HELLO_DEADLINE,
    /** A frame began and did not end in time. */
    FRAME_DEADLINE,
    /** Replies were not taken in time. */
    DRAIN_DEADLINE,
    /** Nothing was asked for too long. */
    IDLE,
    /** The server has as many connections as it may. */
    TOO_MANY_CONNECTIONS
}
