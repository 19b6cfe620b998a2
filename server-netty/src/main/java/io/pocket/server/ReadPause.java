package io.pocket.server;

/** Why a connection is not read; several can hold at once. */
enum ReadPause {
    /** Too many bytes of replies are pending. */
    OUTPUT,
    /** A sink said "not now". */
    SINK,
    /** The connection is being closed and its frames no longer count. */
    CLOSING
}
