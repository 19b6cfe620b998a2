package io.pocket.data.nativeplane.dpdk;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/** A UDP client on a socket of the kernel. Its thread is in the namespace that the socket belongs to. */
final class EchoClient implements AutoCloseable {
    private static final int ECHO_PORT = 7;
    private static final int TRY_MILLIS = 1000;

    private final DatagramSocket socket;
    private final InetAddress peer;

    EchoClient() throws IOException {
        peer = InetAddress.getByName(VethPair.PORT_ADDRESS);
        socket = new DatagramSocket(new InetSocketAddress("10.77.0.1", 0));
        socket.setSoTimeout(TRY_MILLIS);
    }

    void send(byte[] body, int port) throws IOException {
        socket.send(new DatagramPacket(body, body.length, peer, port));
    }

    /** Sends bytes until they come back. UDP may lose some, a machine with much else to do in particular. */
    boolean isEchoed(byte[] body, long nanosMax) throws IOException {
        long end = System.nanoTime() + nanosMax;
        while (System.nanoTime() - end < 0) {
            send(body, ECHO_PORT);
            if (receive(body)) {
                return true;
            }
        }
        return false;
    }

    /** Whether these bytes come within a second; others are answers to former tries. */
    private boolean receive(byte[] body) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        try {
            for (int other = 0; other < 10; other++) {
                socket.receive(packet);
                if (Arrays.equals(body, Arrays.copyOf(packet.getData(), packet.getLength()))) {
                    return true;
                }
            }
        } catch (SocketTimeoutException e) {
            return false;
        }
        return false;
    }

    @Override
    public void close() {
        socket.close();
    }
}
