package io.pocket.server;

import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.Response;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The other end of a connection, on a plain blocking socket: it can say anything, in any pieces. */
final class RawPeer implements AutoCloseable {
    private static final int DEADLINE_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    private RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** What came back. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Reply(int opcode, long requestId, Status status, byte[] body, byte[] payload) {
        String detail() throws Exception {
            Response response =
                    Response.decode(Opcode.HELLO, status, ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN));
            return ((ErrorReply) response).detail();
        }
    }

    static RawPeer connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(DEADLINE_MILLIS);
        socket.connect(address, DEADLINE_MILLIS);
        return new RawPeer(socket);
    }

    /** A connection whose HELLO was accepted. */
    static RawPeer greeted(InetSocketAddress address) throws IOException {
        RawPeer peer = connect(address);
        peer.send(request(Opcode.HELLO, 0, new byte[0], new byte[0]));
        Reply reply = peer.read();
        if (reply == null || reply.status() != Status.OK) {
            throw new IOException("HELLO was answered " + reply);
        }
        return peer;
    }

    static byte[] request(Opcode opcode, long requestId, byte[] body, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(FrameHeader.HEADER_LENGTH + body.length + payload.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        FrameHeader.writeRequest(frame, 0, opcode, requestId, 0, 0, body.length, payload.length);
        frame.position(FrameHeader.HEADER_LENGTH).put(body).put(payload);
        return frame.array();
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    void send(byte[] bytes, int from, int to) throws IOException {
        out.write(bytes, from, to - from);
        out.flush();
    }

    Reply ask(Opcode opcode, long requestId, byte[] body, byte[] payload) throws IOException {
        send(request(opcode, requestId, body, payload));
        return read();
    }

    Reply ask(byte[] frame) throws IOException {
        send(frame);
        return read();
    }

    /** The next frame; null when the connection has ended, gently or not. */
    Reply read() throws IOException {
        byte[] head = new byte[FrameHeader.HEADER_LENGTH];
        try {
            if (in.readNBytes(head, 0, head.length) < head.length) {
                return null;
            }
            ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
            byte[] body = in.readNBytes(FrameHeader.bodyLength(header, 0));
            byte[] payload = in.readNBytes(FrameHeader.payloadLength(header, 0));
            return new Reply(
                    FrameHeader.opcode(header, 0),
                    FrameHeader.requestId(header, 0),
                    Status.of(FrameHeader.statusCode(header, 0)),
                    body,
                    payload);
        } catch (SocketException e) {
            return null;
        }
    }

    /** Ends the connection with a reset. */
    void abort() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
