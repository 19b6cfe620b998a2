package io.pocket.data.nativeplane.dpdk.packet;

import java.lang.foreign.MemorySegment;

/** Sends datagrams to one port back (RFC 862). */
public final class UdpEcho implements Transport {
    private static final int PROTOCOL = 17;
    private static final int HEADER_BYTES = 8;
    private static final int DESTINATION = 2;
    private static final int LENGTH = 4;
    private static final int CHECKSUM = 6;
    private static final int NO_CHECKSUM = 0;
    private static final int PORT_MAX = 65_535;

    private final int port;

    /**
     * An echo.
     *
     * @param port 1 to 65,535
     */
    public UdpEcho(int port) {
        if (port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException("UDP port is " + port + ", must be within 1.." + PORT_MAX);
        }
        this.port = port;
    }

    @Override
    public int protocol() {
        return PROTOCOL;
    }

    @Override
    public int receive(MemorySegment memory, long ip, long at, int lengthBytes) {
        if (lengthBytes < HEADER_BYTES) {
            return Outcome.drop(Drop.TRUNCATED);
        }
        int bytes = NetworkOrder.u16(memory, at + LENGTH);
        if (bytes < HEADER_BYTES || bytes > lengthBytes) {
            return Outcome.drop(Drop.UDP_LENGTH);
        }
        if (!isChecksumRight(memory, ip, at, bytes)) {
            return Outcome.drop(Drop.UDP_CHECKSUM);
        }
        return answer(memory, at, bytes);
    }

    private int answer(MemorySegment memory, long at, int bytes) {
        int peer = NetworkOrder.u16(memory, at);
        if (NetworkOrder.u16(memory, at + DESTINATION) != port || peer == 0 || peer == port) {
            return Outcome.drop(Drop.UDP_PORT);
        }
        // The checksum stays right: the same words in another order, addresses of the pseudo header included.
        NetworkOrder.put16(memory, at, port);
        NetworkOrder.put16(memory, at + DESTINATION, peer);
        return Outcome.reply(bytes);
    }

    private static boolean isChecksumRight(MemorySegment memory, long ip, long at, int bytes) {
        return NetworkOrder.u16(memory, at + CHECKSUM) == NO_CHECKSUM
                || InternetChecksum.isRight(
                        Ipv4.pseudoHeaderSum(memory, ip, bytes) + InternetChecksum.sum(memory, at, bytes));
    }

    @Override
    public void turn(long nowNanos, FrameOutput output) {
        // Answers only.
    }
}
