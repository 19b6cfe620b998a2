package io.pocket.data.nativeplane.dpdk.packet;

import java.lang.foreign.MemorySegment;

/**
 * Announces our address when a port starts (RFC 5227, section 2.3), so that neighbours and switches which knew it at another
 * MAC address learn at once.
 */
final class ArpAnnouncer {
    private static final int ANNOUNCEMENTS = 2;
    private static final long INTERVAL_NANOS = 2_000_000_000L;
    private static final int FRAME_BYTES = Ethernet.HEADER_BYTES + Arp.PACKET_BYTES;

    private final Host host;
    private int sent;
    private long lastNanos;

    ArpAnnouncer(Host host) {
        this.host = host;
    }

    void turn(long nowNanos, FrameOutput output) {
        if (sent < ANNOUNCEMENTS && (sent == 0 || nowNanos - lastNanos >= INTERVAL_NANOS)) {
            announce(nowNanos, output);
        }
    }

    private void announce(long nowNanos, FrameOutput output) {
        long at = output.begin();
        if (at == FrameOutput.NO_ROOM) {
            return;
        }
        MemorySegment memory = output.memory();
        Ethernet.write(memory, at, MacAddress.BROADCAST.value(), host.mac().value(), Ethernet.TYPE_ARP);
        Arp.write(
                memory,
                at + Ethernet.HEADER_BYTES,
                Arp.REQUEST,
                host,
                0,
                host.address().value());
        output.send(FRAME_BYTES);
        sent++;
        lastNanos = nowNanos;
    }
}
