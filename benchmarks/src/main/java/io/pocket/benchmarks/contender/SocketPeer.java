package io.pocket.benchmarks.contender;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;

/**
 * The other end of {@link SocketClient}: reads what is put into one direct buffer, and sends that for a get. One connection after the
 * other; for one thread.
 */
public final class SocketPeer {
    private static final byte[] LINE_END = "\r\n".getBytes(US_ASCII);
    private static final byte[] DONE = {SocketProtocol.DONE};

    private final ByteBuffer value;

    /** @param sizeBytesMax longest value */
    public SocketPeer(int sizeBytesMax) {
        value = ByteBuffer.allocateDirect(sizeBytesMax).limit(0);
    }

    /**
     * Listens on a port of loopback; prints {@code READY}; serves until it is ended.
     *
     * @param arguments port, length of the longest value
     */
    public static void main(String[] arguments) throws IOException {
        SocketPeer peer = new SocketPeer(Integer.parseInt(arguments[1]));
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])));
            System.out.println("READY");
            System.out.flush();
            while (server.isOpen()) {
                peer.serve(BlockingConnection.of(server.accept()));
            }
        }
    }

    /** Serves a connection to its end, and closes it. */
    public void serve(BlockingConnection client) throws IOException {
        try (client) {
            while (true) {
                serveOne(client);
            }
        } catch (EOFException e) {
            // The client has what it wanted.
        }
    }

    private void serveOne(BlockingConnection client) throws IOException {
        byte what = client.readByte();
        int length = client.readDecimalLine();
        switch (what) {
            case SocketProtocol.PUT -> {
                value.clear().limit(length);
                client.readFully(value);
                value.flip();
                client.add(DONE).flush();
            }
            case SocketProtocol.GET ->
                client.addDecimal(value.remaining())
                        .add(LINE_END)
                        .add(value.duplicate())
                        .flush();
            default -> throw new IOException("no request: " + what);
        }
    }
}
