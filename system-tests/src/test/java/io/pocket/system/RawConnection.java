package io.pocket.system;

import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.Frames;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A socket on which a test says what no client would say. */
final class RawConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket socket = new Socket();

    RawConnection(HostPort address) throws IOException {
        socket.connect(new InetSocketAddress(address.host(), address.port()), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void send(Request request) throws IOException {
        send(bytes(request));
    }

    static byte[] bytes(Request request) {
        byte[] bytes = new byte[Frames.requestLength(request, null)];
        ByteBuffer frame = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Frames.writeRequest(frame, request, 1, 5_000, null, 0, new BodyWriter(frame));
        return bytes;
    }

    void hello(Bytes token) throws IOException {
        send(new Hello(Hello.VERSION, Role.CLIENT, 0, 0, 0, 0, token, "raw"));
    }

    /** What the server answered. */
    record Answer(Status status, Response body) {
        String detail() {
            return ((ErrorReply) body).detail();
        }
    }

    /** Reads one response; fails when the server closes or says nothing within the time-out. */
    Answer receive() throws IOException, ProtocolException {
        byte[] header = socket.getInputStream().readNBytes(FrameHeader.HEADER_LENGTH);
        if (header.length < FrameHeader.HEADER_LENGTH) {
            throw new IOException("the server closed the connection");
        }
        ByteBuffer frame = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        byte[] rest = socket.getInputStream().readNBytes(FrameHeader.frameLength(frame, 0) - FrameHeader.HEADER_LENGTH);
        ByteBuffer body =
                ByteBuffer.wrap(rest, 0, FrameHeader.bodyLength(frame, 0)).order(ByteOrder.LITTLE_ENDIAN);
        Status status = Status.of(FrameHeader.statusCode(frame, 0));
        Opcode opcode = Opcode.of(FrameHeader.opcode(frame, 0));
        return new Answer(status, Response.decode(opcode == null ? Opcode.PING : opcode, status, body));
    }

    /** Whether the server ends the connection within the time-out, whatever it says before. */
    boolean isClosedByServer() throws IOException {
        byte[] rest = new byte[4096];
        try {
            while (socket.getInputStream().read(rest) >= 0) {
                // What it says is not asked here.
            }
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
