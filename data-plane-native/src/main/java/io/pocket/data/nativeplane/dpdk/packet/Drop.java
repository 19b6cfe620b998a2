package io.pocket.data.nativeplane.dpdk.packet;

import java.util.Locale;

/** Why a frame was thrown away. Each is a value of the label {@code reason} of {@code pocket_dpdk_drops_total}. */
public enum Drop {
    /** Shorter than its headers say. */
    TRUNCATED,
    /** To another host, or to a group. */
    NOT_FOR_US,
    /** Neither ARP nor IPv4. */
    ETHER_TYPE,
    /** No ARP of Ethernet and IPv4, or no request. */
    ARP,
    /** Another version, a length that cannot be, or a source that nobody can answer. */
    IP_HEADER,
    IP_CHECKSUM,
    /** Options could route the answer through whoever asks for it. */
    IP_OPTIONS,
    /** Nothing is put together again here. */
    IP_FRAGMENT,
    /** No transport takes it. */
    IP_PROTOCOL,
    ICMP_CHECKSUM,
    /** No echo request. */
    ICMP_TYPE,
    UDP_LENGTH,
    /** Many of them mean a virtual peer that leaves checksums to hardware that is not there. */
    UDP_CHECKSUM,
    /** Nobody listens, or the answer would go to another echo and come back for ever. */
    UDP_PORT,
    /** In several segments, which this port was not set up for. */
    CHAINED,
    /** The transmit ring took no more. */
    TRANSMIT_FULL,
    /** What handled the frame threw an exception: a bug. */
    HANDLER_FAILURE;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
