package io.pocket.data.nativeplane.dpdk.packet;

import java.lang.foreign.MemorySegment;

/** Tells who asks for our address which MAC address has it. Remembers nobody: answers go back to where frames came from. */
final class ArpResponder {
    private static final int FRAME_BYTES = Ethernet.HEADER_BYTES + Arp.PACKET_BYTES;

    private final Host host;

    ArpResponder(Host host) {
        this.host = host;
    }

    /** Turns a request for our address into its reply. */
    int receive(MemorySegment memory, long at, int lengthBytes) {
        if (lengthBytes < FRAME_BYTES) {
            return Outcome.drop(Drop.TRUNCATED);
        }
        long arp = at + Ethernet.HEADER_BYTES;
        if (!Arp.isOfEthernetAndIpv4(memory, arp) || Arp.operation(memory, arp) != Arp.REQUEST) {
            return Outcome.drop(Drop.ARP);
        }
        if (Arp.targetAddress(memory, arp) != host.address().value()) {
            return Outcome.drop(Drop.NOT_FOR_US);
        }
        return answer(memory, at, arp);
    }

    private int answer(MemorySegment memory, long at, long arp) {
        long asker = Arp.senderMac(memory, arp);
        int askersAddress = Arp.senderAddress(memory, arp);
        Ethernet.write(memory, at, asker, host.mac().value(), Ethernet.TYPE_ARP);
        Arp.write(memory, arp, Arp.REPLY, host, asker, askersAddress);
        return Outcome.reply(FRAME_BYTES);
    }
}
