package io.pocket.data.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Frames;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.Read;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import io.pocket.protocol.message.Write;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A blocking client of one connection. */
final class TestClient implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    record Reply(long requestId, Opcode opcode, Status status, Response body, Bytes payload) {}

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private long lastRequestId;

    TestClient(HostPort node) throws IOException {
        socket = new Socket(node.host(), node.port());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    TestClient hello(Role role, byte[] token) throws IOException, ProtocolException {
        Reply reply = ask(new Hello(Hello.VERSION, role, 0, 0, 0, 0, Bytes.copyOf(token), "test"));
        assertThat(reply.status).as("%s", reply).isEqualTo(Status.OK);
        return this;
    }

    Status write(ChunkId chunk, byte[] content) throws IOException, ProtocolException {
        return ask(new Write(chunk, 0, content.length), content).status;
    }

    Reply read(ChunkId chunk, int offset, int length) throws IOException, ProtocolException {
        return ask(new Read(chunk, offset, length));
    }

    Reply ask(Request request, byte... payload) throws IOException, ProtocolException {
        long id = send(request, payload);
        Reply reply = receive();
        assertThat(reply.requestId).isEqualTo(id);
        return reply;
    }

    long send(Request request, byte... payload) throws IOException {
        out.write(head(request, payload.length));
        out.write(payload);
        return lastRequestId;
    }

    /** Sends a request's head, and less of its payload than it says. */
    void sendCutShort(Request request, int payloadLength, byte[] firstBytes) throws IOException {
        out.write(head(request, payloadLength));
        out.write(firstBytes);
        out.flush();
    }

    void sendRaw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    private byte[] head(Request request, int payloadLength) {
        ByteBuffer head =
                ByteBuffer.allocate(Frames.requestLength(request, null)).order(ByteOrder.LITTLE_ENDIAN);
        Frames.writeRequest(head, request, ++lastRequestId, 0, null, payloadLength, new BodyWriter(head));
        return head.array();
    }

    Reply receive() throws IOException, ProtocolException {
        byte[] headBytes = new byte[FrameHeader.HEADER_LENGTH];
        in.readFully(headBytes);
        ByteBuffer head = ByteBuffer.wrap(headBytes).order(ByteOrder.LITTLE_ENDIAN);
        FrameHeader.validate(head, 0, FrameHeader.MAX_FRAME_LENGTH);
        byte[] body = new byte[FrameHeader.bodyLength(head, 0)];
        byte[] payload = new byte[FrameHeader.payloadLength(head, 0)];
        in.readFully(body);
        in.readFully(payload);
        Opcode opcode = Opcode.of(FrameHeader.opcode(head, 0));
        Status status = Status.of(FrameHeader.statusCode(head, 0));
        Response response =
                Response.decode(opcode, status, ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN));
        return new Reply(FrameHeader.requestId(head, 0), opcode, status, response, Bytes.wrap(payload));
    }

    /** Whether the node has ended the connection. */
    boolean isEnded() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
