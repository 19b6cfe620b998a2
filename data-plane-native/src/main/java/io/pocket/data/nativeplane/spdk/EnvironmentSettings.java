package io.pocket.data.nativeplane.spdk;

import io.pocket.data.nativeplane.pci.PciAddress;
import java.util.List;

/**
 * How SPDK is started: once in a process.
 *
 * @param memoryBytes all that SPDK may allocate: device memory, slabs, and its own pools
 * @param hugePages whether from hugepages; without, ordinary pages, locked for DMA only by a PCIe drive's driver
 * @param reactors threads that poll, 1 to 64
 * @param poll what they do while idle
 * @param allowed PCI devices that may be touched; with none the bus is not looked at
 */
public record EnvironmentSettings(
        long memoryBytes, boolean hugePages, int reactors, PollPolicy poll, List<PciAddress> allowed) {

    /** What SPDK's pools and queues take, beside slabs and memory devices. */
    public static final long OWN_BYTES_USUAL = 256L << 20;

    private static final int REACTORS_MAX = 64;

    /** Checks the ranges. */
    public EnvironmentSettings {
        if (reactors < 1 || reactors > REACTORS_MAX) {
            throw new IllegalArgumentException("spdk-reactors " + reactors + " is not within 1.." + REACTORS_MAX);
        }
        if (memoryBytes < 64L << 20) {
            throw new IllegalArgumentException("spdk-memory " + memoryBytes + " is less than 64MiB");
        }
        allowed = List.copyOf(allowed);
    }
}
