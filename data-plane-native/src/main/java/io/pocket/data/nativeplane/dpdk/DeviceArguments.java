package io.pocket.data.nativeplane.dpdk;

/** What DPDK is told about a device. */
final class DeviceArguments {
    private static final int PAGE_BYTES = 4096;
    /** Of the kernel's ring for af_packet, in each direction. */
    private static final int RING_FRAMES = 1024;

    /** The header that af_packet puts before each frame, with what it aligns to. */
    private static final int RING_FRAME_OVERHEAD_BYTES = 128;

    private DeviceArguments() {}

    /** The name that the device is found by. */
    static String name(PortDevice device, int sequence) {
        return device instanceof PortDevice.Pci pci
                ? pci.address().toString()
                : device.driver().orElseThrow().library() + sequence;
    }

    /** Name and arguments of a virtual device. */
    static String of(PortOptions options, int sequence) {
        String name = name(options.device(), sequence);
        return switch (options.device()) {
            case PortDevice.AfPacket packet ->
                name + ",iface=" + packet.interfaceName() + ",qpairs=" + options.queues() + ring(options.mtuBytes());
            case PortDevice.AfXdp xdp ->
                name + ",iface=" + xdp.interfaceName() + ",start_queue=0,queue_count=" + options.queues();
            case PortDevice.Tap tap -> name + ",iface=" + tap.interfaceName();
            case PortDevice.Nothing nothing -> name + ",size=64";
            case PortDevice.Pci pci -> name;
        };
    }

    private static String ring(int mtuBytes) {
        int frameBytes = Integer.highestOneBit(mtuBytes + RING_FRAME_OVERHEAD_BYTES - 1) * 2;
        return ",blocksz=" + Math.max(PAGE_BYTES, frameBytes) + ",framesz=" + frameBytes + ",framecnt=" + RING_FRAMES;
    }
}
