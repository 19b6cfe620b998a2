package io.pocket.benchmarks.contender;

/** What {@link SocketClient} and {@link SocketPeer} say: one byte, a length as decimal line, then so many bytes one way or the other. */
final class SocketProtocol {
    /** The client sends bytes; the peer answers {@link #DONE}. */
    static final byte PUT = 'P';

    /** The peer sends bytes. */
    static final byte GET = 'G';

    /** The peer has all bytes. */
    static final byte DONE = 'D';

    private SocketProtocol() {}
}
