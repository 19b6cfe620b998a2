package io.pocket.data.nativeplane.dpdk;

/** How large the buffer of an mbuf must be. */
final class MbufSize {
    /** Ethernet header, and room for a VLAN tag that a driver puts back. */
    private static final int FRAME_OVERHEAD_BYTES = 14 + 4;

    /** AF_XDP lets the kernel keep so much in front of the data, beyond the headroom that DPDK asks for. */
    private static final int XDP_HEADROOM_BYTES = 256;

    /**
     * With 192 bytes before it, an mbuf takes 4,032 bytes: one page. Without hugepages no mbuf crosses the end of a page, so a
     * smaller one would take as much; and the less a page has left over, the fewer mbufs go to quarantine on AF_XDP.
     */
    private static final int ONE_PAGE_DATA_ROOM_BYTES = 3840;

    private MbufSize() {}

    /** Bytes of data room, headroom included. */
    static int dataRoomBytes(PortOptions options) {
        int needed = Mbufs.HEADROOM_BYTES + XDP_HEADROOM_BYTES + FRAME_OVERHEAD_BYTES + options.mtuBytes();
        if (needed > ONE_PAGE_DATA_ROOM_BYTES) {
            throw new IllegalArgumentException("a frame of MTU " + options.mtuBytes() + " needs a buffer of " + needed
                    + " bytes, of which there are " + ONE_PAGE_DATA_ROOM_BYTES);
        }
        return ONE_PAGE_DATA_ROOM_BYTES;
    }
}
