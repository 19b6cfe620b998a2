package io.pocket.data.nativeplane.dpdk;

import io.pocket.data.nativeplane.dpdk.packet.Ipv4Address;

/**
 * A port.
 *
 * @param address which the stack above it will answer for; the kernel must not have it on the same interface
 * @param mtuBytes largest packet without its Ethernet header: 576 to 3,400, so that a frame fits one buffer
 * @param mbufs buffers for frames, each of {@code MbufSize} bytes: 4,096 to 1,048,576
 * @param queues of each direction, with a thread each: 1 to 64; af_xdp and tap take 1
 */
public record PortOptions(PortDevice device, Ipv4Address address, int mtuBytes, int mbufs, int queues) {
    private static final int MTU_MIN = 576;
    private static final int MTU_MAX = 3_400;
    private static final int MBUFS_MIN = 4_096;
    private static final int MBUFS_MAX = 1 << 20;
    private static final int QUEUES_MAX = 64;

    public PortOptions {
        within("MTU", mtuBytes, MTU_MIN, MTU_MAX);
        within("number of mbufs", mbufs, MBUFS_MIN, MBUFS_MAX);
        within("number of queues", queues, 1, QUEUES_MAX);
    }

    private static void within(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ", must be within " + min + ".." + max);
        }
    }
}
