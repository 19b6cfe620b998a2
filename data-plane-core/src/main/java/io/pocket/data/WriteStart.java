package io.pocket.data;

/** What is to be done with the payload of a WRITE. */
public enum WriteStart {
    /** Put it where {@link NodeCore#writeTarget} says. */
    TAKE,
    /** The request has been answered already: skip it. */
    ANSWERED,
    /** No buffer is free: stop reading this connection, and ask again after {@link NodePeer#resume}. */
    NOT_NOW
}
