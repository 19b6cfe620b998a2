package io.pocket.benchmarks.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;

/** {@link SocketPeer} for one connection, in this process. */
final class BareSocketServer implements AutoCloseable {
    private final ServerSocketChannel server = ServerSocketChannel.open();

    BareSocketServer(int sizeBytesMax) throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        SocketPeer peer = new SocketPeer(sizeBytesMax);
        Thread.ofPlatform().daemon().start(() -> {
            try {
                peer.serve(BlockingConnection.of(server.accept()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    String address() throws IOException {
        return "127.0.0.1:" + ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
