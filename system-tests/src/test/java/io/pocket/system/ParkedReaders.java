package io.pocket.system;

import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Frames;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many connections to a shard with many awaits under way on each, read by one thread. */
final class ParkedReaders implements AutoCloseable {
    private static final int BUFFER_BYTES = 128 << 10;
    private static final int HELLO_MILLIS = 30_000;

    private final List<SocketChannel> channels = new ArrayList<>();
    private final Selector selector = Selector.open();
    private final long[] arrivedNanos;
    private int missing;

    /** Opens the connections, and says HELLO on each. */
    ParkedReaders(HostPort shard, Bytes token, int connections, int awaits) throws IOException {
        arrivedNanos = new long[awaits];
        missing = awaits;
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open();
            channels.add(channel);
            channel.socket().connect(new InetSocketAddress(shard.host(), shard.port()), HELLO_MILLIS);
            channel.socket().setSoTimeout(HELLO_MILLIS);
            channel.socket().setTcpNoDelay(true);
            send(channel, frame(new Hello(Hello.VERSION, Role.CLIENT, 0, 0, 0, 0, token, "parked"), 0, 0));
            readHello(channel);
        }
    }

    private static void readHello(SocketChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(channel.socket().getInputStream().readNBytes(FrameHeader.HEADER_LENGTH))
                .order(ByteOrder.LITTLE_ENDIAN);
        if (Status.of(FrameHeader.statusCode(head, 0)) != Status.OK) {
            throw new IOException("HELLO was refused with " + FrameHeader.statusCode(head, 0));
        }
        channel.socket().getInputStream().readNBytes(FrameHeader.frameLength(head, 0) - FrameHeader.HEADER_LENGTH);
    }

    private static ByteBuffer frame(Request request, long id, int deadlineMillis) {
        ByteBuffer frame =
                ByteBuffer.allocate(Frames.requestLength(request, null)).order(ByteOrder.LITTLE_ENDIAN);
        Frames.writeRequest(frame, request, id, deadlineMillis, null, 0, new BodyWriter(frame));
        return frame.flip();
    }

    private static void send(SocketChannel channel, ByteBuffer frame) throws IOException {
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }

    /** Spreads the awaits over the connections: the first name on the first, the second on the second. */
    void park(List<String> names, int deadlineMillis) throws IOException {
        for (int i = 0; i < names.size(); i++) {
            Lookup request = new Lookup(Lookup.AWAIT, ObjectName.of(names.get(i)), 0, Mutation.NONE, 0);
            send(channels.get(i % channels.size()), frame(request, i, deadlineMillis));
        }
        for (SocketChannel channel : channels) {
            channel.configureBlocking(false);
            channel.register(
                    selector,
                    SelectionKey.OP_READ,
                    ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    /** Reads until all are answered; false if they are not in time. */
    boolean readAll(Duration time) throws IOException {
        long until = System.nanoTime() + time.toNanos();
        while (missing > 0 && System.nanoTime() < until) {
            selector.select(100);
            for (SelectionKey key : selector.selectedKeys()) {
                read((SocketChannel) key.channel(), (ByteBuffer) key.attachment());
            }
            selector.selectedKeys().clear();
        }
        return missing == 0;
    }

    private void read(SocketChannel channel, ByteBuffer buffer) throws IOException {
        if (channel.read(buffer) < 0) {
            throw new IOException("the shard closed a connection with parked awaits");
        }
        long now = System.nanoTime();
        buffer.flip();
        while (buffer.remaining() >= FrameHeader.HEADER_LENGTH
                && buffer.remaining() >= FrameHeader.frameLength(buffer, buffer.position())) {
            int index = buffer.position();
            if (Status.of(FrameHeader.statusCode(buffer, index)) != Status.OK) {
                throw new IOException("an await was answered " + FrameHeader.statusCode(buffer, index));
            }
            arrivedNanos[(int) FrameHeader.requestId(buffer, index)] = now;
            missing--;
            buffer.position(index + FrameHeader.frameLength(buffer, index));
        }
        buffer.compact();
    }

    /** By {@link System#nanoTime}; valid for the reading thread, or after it has ended. */
    long arrivedNanos(int index) {
        return arrivedNanos[index];
    }

    @Override
    public void close() throws IOException {
        selector.close();
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
