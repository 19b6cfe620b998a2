package io.pocket.data.nativeplane.dpdk.packet;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** Checks IPv4 headers and finds the transport of a packet. */
final class Ipv4Layer {
    private static final int PROTOCOLS = 256;

    private final Host host;
    private final Transport[] transports = new Transport[PROTOCOLS];

    /** One transport for each protocol number. */
    Ipv4Layer(Host host, List<? extends Transport> transports) {
        this.host = host;
        for (Transport transport : transports) {
            if (this.transports[transport.protocol()] != null) {
                throw new IllegalArgumentException("two transports for protocol " + transport.protocol());
            }
            this.transports[transport.protocol()] = transport;
        }
    }

    int receive(MemorySegment memory, long at, int lengthBytes) {
        if (lengthBytes < Ethernet.HEADER_BYTES + Ipv4.HEADER_BYTES) {
            return Outcome.drop(Drop.TRUNCATED);
        }
        long ip = at + Ethernet.HEADER_BYTES;
        Drop wrong = judge(memory, ip, lengthBytes - Ethernet.HEADER_BYTES);
        return wrong == null ? deliver(memory, at, ip) : Outcome.drop(wrong);
    }

    /** Null if the header is right: the path of a frame allocates nothing. */
    private Drop judge(MemorySegment memory, long ip, int availableBytes) {
        int headerBytes = Ipv4.headerBytes(memory, ip);
        int totalBytes = Ipv4.totalBytes(memory, ip);
        if (!Ipv4.isVersion4(memory, ip) || headerBytes < Ipv4.HEADER_BYTES || totalBytes < headerBytes) {
            return Drop.IP_HEADER;
        }
        if (totalBytes > availableBytes) {
            return Drop.TRUNCATED;
        }
        if (!Ipv4.isChecksumRight(memory, ip)) {
            return Drop.IP_CHECKSUM;
        }
        return judgeContents(memory, ip, headerBytes);
    }

    private Drop judgeContents(MemorySegment memory, long ip, int headerBytes) {
        if (Ipv4.destination(memory, ip) != host.address().value()) {
            return Drop.NOT_FOR_US;
        }
        int source = Ipv4.source(memory, ip);
        if (!Ipv4Address.isOfOneHost(source) || source == host.address().value()) {
            return Drop.IP_HEADER;
        }
        if (headerBytes > Ipv4.HEADER_BYTES) {
            return Drop.IP_OPTIONS;
        }
        return Ipv4.isFragment(memory, ip) ? Drop.IP_FRAGMENT : null;
    }

    private int deliver(MemorySegment memory, long at, long ip) {
        Transport transport = transports[Ipv4.protocol(memory, ip)];
        if (transport == null) {
            return Outcome.drop(Drop.IP_PROTOCOL);
        }
        int payloadBytes = Ipv4.totalBytes(memory, ip) - Ipv4.HEADER_BYTES;
        int outcome = transport.receive(memory, ip, ip + Ipv4.HEADER_BYTES, payloadBytes);
        if (!Outcome.isReply(outcome)) {
            return outcome;
        }
        Ipv4.turnRound(memory, ip, host.address().value(), outcome);
        Ethernet.turnRound(memory, at, host.mac().value());
        return Outcome.reply(Ethernet.HEADER_BYTES + Ipv4.HEADER_BYTES + outcome);
    }

    void turn(long nowNanos, FrameOutput output) {
        for (Transport transport : transports) {
            if (transport != null) {
                transport.turn(nowNanos, output);
            }
        }
    }
}
