package io.pocket.data.nativeplane.dpdk.packet;

import java.lang.foreign.MemorySegment;

/** An ARP packet of Ethernet and IPv4 (RFC 826), behind its Ethernet header. */
final class Arp {
    static final int PACKET_BYTES = 28;
    static final int REQUEST = 1;
    static final int REPLY = 2;

    private static final int HARDWARE_ETHERNET = 1;
    /** Lengths of the addresses: 6 and 4. */
    private static final int LENGTHS = 0x0604;

    private static final int PROTOCOL = 2;
    private static final int ADDRESS_LENGTHS = 4;
    private static final int OPERATION = 6;
    private static final int SENDER_MAC = 8;
    private static final int SENDER_ADDRESS = 14;
    private static final int TARGET_MAC = 18;
    private static final int TARGET_ADDRESS = 24;

    private Arp() {}

    static boolean isOfEthernetAndIpv4(MemorySegment memory, long at) {
        return NetworkOrder.u16(memory, at) == HARDWARE_ETHERNET
                && NetworkOrder.u16(memory, at + PROTOCOL) == Ethernet.TYPE_IPV4
                && NetworkOrder.u16(memory, at + ADDRESS_LENGTHS) == LENGTHS;
    }

    static int operation(MemorySegment memory, long at) {
        return NetworkOrder.u16(memory, at + OPERATION);
    }

    static long senderMac(MemorySegment memory, long at) {
        return NetworkOrder.u48(memory, at + SENDER_MAC);
    }

    static int senderAddress(MemorySegment memory, long at) {
        return NetworkOrder.i32(memory, at + SENDER_ADDRESS);
    }

    static int targetAddress(MemorySegment memory, long at) {
        return NetworkOrder.i32(memory, at + TARGET_ADDRESS);
    }

    static void write(MemorySegment memory, long at, int operation, Host sender, long targetMac, int targetAddress) {
        NetworkOrder.put16(memory, at, HARDWARE_ETHERNET);
        NetworkOrder.put16(memory, at + PROTOCOL, Ethernet.TYPE_IPV4);
        NetworkOrder.put16(memory, at + ADDRESS_LENGTHS, LENGTHS);
        NetworkOrder.put16(memory, at + OPERATION, operation);
        NetworkOrder.put48(memory, at + SENDER_MAC, sender.mac().value());
        NetworkOrder.put32(memory, at + SENDER_ADDRESS, sender.address().value());
        NetworkOrder.put48(memory, at + TARGET_MAC, targetMac);
        NetworkOrder.put32(memory, at + TARGET_ADDRESS, targetAddress);
    }
}
