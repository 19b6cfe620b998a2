package io.pocket.benchmarks.raw;

import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ConnectionString;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.Frames;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.HelloReply;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;

/** A blocking connection to a shard or node that said HELLO. For one thread. Who started the measurement bounds its time. */
public final class RawSession implements AutoCloseable {
    private static final String AGENT = "pocket-bench/1";
    private static final int FRAME_BYTES_MAX = 256 << 10;

    private final SocketChannel channel;
    private final ByteBuffer frame = ByteBuffer.allocateDirect(FRAME_BYTES_MAX).order(ByteOrder.LITTLE_ENDIAN);
    private final BodyWriter writer = new BodyWriter(frame);
    private HelloReply greeting;

    private RawSession(SocketChannel channel) {
        this.channel = channel;
    }

    /** To the job's first shard. */
    public static RawSession toShard(ConnectionString job) throws IOException {
        return to(job.shards().getFirst(), job, 0, 0);
    }

    /**
     * To a node or shard.
     *
     * @param expectedId 0 for any
     * @param expectedIncarnation 0 for any
     */
    public static RawSession to(HostPort address, ConnectionString job, int expectedId, long expectedIncarnation)
            throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(address.host(), address.port()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        RawSession session = new RawSession(channel);
        session.greeting = (HelloReply) session.call(
                new Hello(Hello.VERSION, Role.CLIENT, 0, expectedId, expectedIncarnation, 0, job.token(), AGENT));
        return session;
    }

    /** What the other side said to HELLO. */
    public HelloReply greeting() {
        return greeting;
    }

    /** The connection, to be used without this session. */
    public SocketChannel channel() {
        return channel;
    }

    /**
     * Asks and waits for the answer.
     *
     * @throws IOException if it is not OK
     */
    public Response call(Request request) throws IOException {
        frame.clear();
        Frames.writeRequest(frame, request, 1, 0, null, 0, writer);
        frame.flip();
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
        try {
            return receive(request.opcode());
        } catch (ProtocolException e) {
            throw new IOException("the answer to " + request.opcode() + " is none: " + e.getMessage(), e);
        }
    }

    private Response receive(Opcode opcode) throws IOException, ProtocolException {
        frame.clear();
        readTo(FrameHeader.HEADER_LENGTH);
        FrameHeader.validate(frame, 0, FRAME_BYTES_MAX);
        readTo(FrameHeader.frameLength(frame, 0));
        int bodyOffset = FrameHeader.bodyOffset(FrameHeader.flags(frame, 0));
        int end = bodyOffset + FrameHeader.bodyLength(frame, 0);
        Status status = Status.of(FrameHeader.statusCode(frame, 0));
        frame.limit(end).position(bodyOffset);
        Response response = Response.decode(opcode, status, frame);
        if (response instanceof ErrorReply error) {
            throw new IOException(opcode + " was answered " + status + ": " + error.detail());
        }
        return response;
    }

    private void readTo(int length) throws IOException {
        frame.limit(length);
        while (frame.hasRemaining()) {
            if (channel.read(frame) < 0) {
                throw new EOFException("closed by the other side");
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
