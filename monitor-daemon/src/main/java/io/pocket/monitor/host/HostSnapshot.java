package io.pocket.monitor.host;

import java.util.List;

/**
 * Totals since boot, at one moment.
 *
 * @param nanoTime when they were read, on a clock that only goes forward
 */
public record HostSnapshot(
        long nanoTime, List<CoreTimes> cores, List<InterfaceTotals> interfaces, Memory memory, List<DiskTotals> disks) {
    public HostSnapshot {
        cores = List.copyOf(cores);
        interfaces = List.copyOf(interfaces);
        disks = List.copyOf(disks);
    }
}
