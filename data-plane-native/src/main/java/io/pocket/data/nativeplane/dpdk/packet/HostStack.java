package io.pocket.data.nativeplane.dpdk.packet;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** A host on a link: announces itself, answers ARP, and gives IPv4 packets to its transports. */
public final class HostStack implements FrameHandler {
    private final long mac;
    private final ArpResponder arp;
    private final ArpAnnouncer announcer;
    private final Ipv4Layer ipv4;

    public HostStack(Host host, List<? extends Transport> transports) {
        mac = host.mac().value();
        arp = new ArpResponder(host);
        announcer = new ArpAnnouncer(host);
        ipv4 = new Ipv4Layer(host, transports);
    }

    @Override
    public int receive(MemorySegment memory, long at, int lengthBytes) {
        if (lengthBytes < Ethernet.HEADER_BYTES) {
            return Outcome.drop(Drop.TRUNCATED);
        }
        long destination = Ethernet.destination(memory, at);
        int type = Ethernet.type(memory, at);
        if (type == Ethernet.TYPE_ARP && (destination == mac || destination == MacAddress.BROADCAST.value())) {
            return arp.receive(memory, at, lengthBytes);
        }
        if (destination != mac) {
            return Outcome.drop(Drop.NOT_FOR_US);
        }
        return type == Ethernet.TYPE_IPV4 ? ipv4.receive(memory, at, lengthBytes) : Outcome.drop(Drop.ETHER_TYPE);
    }

    @Override
    public void turn(long nowNanos, FrameOutput output) {
        announcer.turn(nowNanos, output);
        ipv4.turn(nowNanos, output);
    }
}
