package io.pocket.client.wire;

import io.pocket.client.core.Endpoint;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One TCP connection of a lane, from the attempt to connect to its end. */
final class Connection implements Inbox.Receiver {
    private final SocketLane owner;
    private final Endpoint endpoint;
    private final SocketChannel channel;
    private final Outbox outbox = new Outbox();
    private final Inbox inbox = new Inbox(this);
    private SelectionKey key;
    private final boolean connectedAtOnce;
    private boolean connected;
    private boolean open = true;
    private boolean blocked;
    private int unanswered;

    private Connection(SocketLane owner, Endpoint endpoint, SocketChannel channel, boolean connectedAtOnce) {
        this.owner = owner;
        this.endpoint = endpoint;
        this.channel = channel;
        this.connectedAtOnce = connectedAtOnce;
    }

    /** Starts to connect. Names are resolved here, which may block for as long as the system's resolver does. */
    static Connection to(Endpoint endpoint, SocketLane owner) throws IOException {
        InetSocketAddress address = new InetSocketAddress(
                endpoint.address().host(), endpoint.address().port());
        if (address.isUnresolved()) {
            throw new IOException("the name '" + endpoint.address().host() + "' cannot be resolved");
        }
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return new Connection(owner, endpoint, channel, channel.connect(address));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    Endpoint endpoint() {
        return endpoint;
    }

    boolean isConnected() {
        return connected;
    }

    /** There was nothing to wait for, and nobody was told yet. */
    boolean isToldLate() {
        return connectedAtOnce && !connected;
    }

    /** Whether the three-way handshake has come to its end; throws when it failed. */
    boolean finishConnect() throws IOException {
        connected = channel.finishConnect();
        return connected;
    }

    /** An answer is due here. */
    boolean isAwaited() {
        return unanswered > 0;
    }

    /** Something waits to be written, and the socket may take it. */
    boolean canFlush() {
        return !blocked && !outbox.isEmpty();
    }

    /** The socket took less than there was. */
    boolean isBlocked() {
        return blocked;
    }

    void send(Request request, long requestId, int deadlineMillis, ByteBuffer payload) {
        unanswered++;
        outbox.add(request, requestId, deadlineMillis, payload);
    }

    /** Writes what the socket takes, and says how many bytes that were. */
    long flush() throws IOException {
        long written = outbox.flush(channel);
        blocked = !outbox.isEmpty();
        return written;
    }

    /** The selector says that the socket takes more. */
    void unblock() {
        blocked = false;
    }

    /** See {@link Inbox#read}. */
    long read() throws IOException, ProtocolException {
        return inbox.read(channel);
    }

    /** What the selector is to watch; registers at the first time. */
    void watch(Selector selector) throws IOException {
        int interest =
                connected ? SelectionKey.OP_READ | (blocked ? SelectionKey.OP_WRITE : 0) : SelectionKey.OP_CONNECT;
        if (key == null) {
            key = channel.register(selector, interest, this);
        } else if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    boolean isWatched() {
        return key != null;
    }

    void close() {
        open = false;
        outbox.clear();
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is released all the same, and the bytes that this could be about are void.
        }
    }

    // Inbox.Receiver

    @Override
    public ByteBuffer payloadTarget(long requestId, int lengthBytes) {
        return owner.lane().payloadTarget(endpoint, requestId, lengthBytes);
    }

    @Override
    public void onResponse(
            long requestId,
            Opcode opcode,
            Status status,
            int retryAfterMillis,
            int flags,
            Response response,
            int payloadLength) {
        unanswered--;
        outbox.forget(requestId);
        owner.lane()
                .onResponse(
                        endpoint,
                        requestId,
                        opcode,
                        status,
                        retryAfterMillis,
                        flags,
                        response,
                        payloadLength,
                        owner.nowNanos());
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
