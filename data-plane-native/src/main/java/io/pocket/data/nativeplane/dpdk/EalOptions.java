package io.pocket.data.nativeplane.dpdk;

import io.pocket.data.nativeplane.pci.PciAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * How DPDK's environment is started.
 *
 * @param memoryMiB taken at start, for the buffers of all ports: 16 to 1,048,576
 * @param hugepages whether that memory is in hugepages, which devices on the PCI bus need; without, any memory is taken
 * @param pciAllowed the only devices of the PCI bus that are touched; none is probed but these
 */
public record EalOptions(int memoryMiB, boolean hugepages, List<PciAddress> pciAllowed) {
    private static final int MEMORY_MIB_MIN = 16;
    private static final int MEMORY_MIB_MAX = 1 << 20;

    public EalOptions {
        if (memoryMiB < MEMORY_MIB_MIN || memoryMiB > MEMORY_MIB_MAX) {
            throw new IllegalArgumentException(
                    "DPDK's memory is " + memoryMiB + " MiB, must be within " + MEMORY_MIB_MIN + ".." + MEMORY_MIB_MAX);
        }
        pciAllowed = List.copyOf(pciAllowed);
        if (!hugepages && !pciAllowed.isEmpty()) {
            throw new IllegalArgumentException("PCI devices " + pciAllowed + " need memory in hugepages");
        }
    }

    /**
     * The command line of the environment.
     *
     * @param processors those the process may use, as {@code Cpus_allowed_list} of the kernel writes them
     */
    List<String> arguments(String processors) {
        List<String> arguments = new ArrayList<>(List.of("pocket", "--no-telemetry", "--log-level=warning"));
        // One lcore, on all processors: by default there is a thread for each processor, and the caller is pinned to
        // the first.
        arguments.add("--lcores=0@(" + processors + ")");
        arguments.addAll(List.of("-m", Integer.toString(memoryMiB)));
        arguments.addAll(hugepages ? List.of("--in-memory") : List.of("--no-huge", "--no-shconf"));
        // Without one of these, every device of the machine that has a driver is probed, which takes it from its user.
        if (pciAllowed.isEmpty()) {
            arguments.add("--no-pci");
        }
        pciAllowed.forEach(address -> arguments.addAll(List.of("-a", address.toString())));
        return arguments;
    }
}
