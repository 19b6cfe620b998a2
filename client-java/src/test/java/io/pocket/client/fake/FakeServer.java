package io.pocket.client.fake;

import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.message.Batch;
import io.pocket.protocol.message.BatchReply;
import io.pocket.protocol.message.Frames;
import io.pocket.protocol.message.Request;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Speaks the protocol on a loopback port, a thread for each connection. What requests mean is its handler's business. */
public final class FakeServer implements AutoCloseable {
    /** Answers requests; called by several threads. */
    public interface Handler {
        Reply handle(Request request, byte[] payload, int deadlineMillis) throws InterruptedException;

        /** Whether to answer before the payload was read. */
        default Reply handleEarly(Request request) {
            return null;
        }
    }

    public final Faults faults = new Faults();
    public final AtomicInteger accepted = new AtomicInteger();
    /** Frames with several requests. */
    public final AtomicInteger batches = new AtomicInteger();

    private final Handler handler;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private ServerSocket listener;
    private Thread acceptor;

    public FakeServer(Handler handler) {
        this.handler = handler;
        listener = listen(0);
        port = listener.getLocalPort();
        serve();
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    /** As a killed process: connections are gone, the port refuses. */
    public void stop() {
        try {
            listener.close();
            acceptor.join();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The process is back, at the same address. */
    public void restart() {
        listener = listen(port);
        serve();
    }

    @Override
    public void close() {
        stop();
    }

    private void serve() {
        ServerSocket current = listener;
        acceptor = start(() -> {
            while (!current.isClosed()) {
                Socket socket = current.accept();
                accepted.incrementAndGet();
                sockets.add(socket);
                start(() -> converse(socket));
            }
        });
    }

    private interface Work {
        void run() throws IOException, ProtocolException, InterruptedException;
    }

    private static Thread start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // A socket was closed, by the client or by the test.
            } catch (ProtocolException e) {
                throw new AssertionError("the client sent what is no request", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void converse(Socket socket) throws IOException, ProtocolException, InterruptedException {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                answerOne(in, socket.getOutputStream());
            }
        } finally {
            sockets.remove(socket);
        }
    }

    private void answerOne(DataInputStream in, OutputStream out)
            throws IOException, ProtocolException, InterruptedException {
        byte[] header = in.readNBytes(FrameHeader.HEADER_LENGTH);
        if (header.length < FrameHeader.HEADER_LENGTH) {
            throw new IOException("end of connection");
        }
        ByteBuffer head = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        FrameHeader.validate(head, 0, FrameHeader.MAX_FRAME_LENGTH);
        byte[] body = in.readNBytes(FrameHeader.bodyLength(head, 0));
        Opcode opcode = Opcode.of(FrameHeader.opcode(head, 0));
        Request request = Request.decode(opcode, ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN));
        Reply early = handler.handleEarly(request);
        if (early != null) {
            write(out, opcode, encode(opcode, FrameHeader.requestId(head, 0), early));
        }
        byte[] payload = in.readNBytes(FrameHeader.payloadLength(head, 0));
        if (early == null && !faults.isMute(opcode)) {
            int deadlineMillis = FrameHeader.deadlineMillis(head, 0);
            Reply reply = request instanceof Batch batch
                    ? handleAll(batch, payload)
                    : handler.handle(request, payload, deadlineMillis);
            write(out, opcode, encode(opcode, FrameHeader.requestId(head, 0), reply));
        }
    }

    private Reply handleAll(Batch batch, byte[] frames) throws ProtocolException, InterruptedException {
        batches.incrementAndGet();
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        ByteBuffer in = ByteBuffer.wrap(frames).order(ByteOrder.LITTLE_ENDIAN);
        int index = 0;
        for (int i = 0; i < batch.count(); i++) {
            FrameHeader.validate(in.clear(), index, frames.length - index);
            int bodyStart = index + FrameHeader.HEADER_LENGTH;
            int bodyEnd = bodyStart + FrameHeader.bodyLength(in, index);
            int end = index + FrameHeader.frameLength(in, index);
            Opcode opcode = Opcode.of(FrameHeader.opcode(in, index));
            long id = FrameHeader.requestId(in, index);
            Request request = Request.decode(opcode, in.limit(bodyEnd).position(bodyStart));
            Reply reply = handler.handle(request, Arrays.copyOfRange(frames, bodyEnd, end), 0);
            answers.writeBytes(encode(opcode, id, reply));
            index = end;
        }
        return Reply.ok(new BatchReply(batch.count()), answers.toByteArray());
    }

    private static byte[] encode(Opcode opcode, long requestId, Reply reply) {
        int length = Frames.responseLength(reply.body()) + reply.payload().length();
        ByteBuffer frame = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        Frames.writeResponse(
                frame,
                opcode.code(),
                requestId,
                reply.status(),
                0,
                0,
                reply.body(),
                reply.payload().length(),
                new BodyWriter(frame));
        return frame.put(reply.payload().toArray()).array();
    }

    private void write(OutputStream out, Opcode opcode, byte[] frame) throws IOException {
        if (faults.takeGarbage()) {
            out.write("HTTP/1.1 400 Bad Request\r\n\r\n padded to a header"
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return;
        }
        int cut = faults.takeCut(opcode);
        byte[] leaving = cut < frame.length ? Arrays.copyOf(frame, cut) : frame;
        if (faults.isTrickling()) {
            for (byte b : leaving) {
                out.write(b);
            }
        } else {
            out.write(leaving);
        }
        if (cut < frame.length) {
            throw new IOException("cut by the test");
        }
    }
}
