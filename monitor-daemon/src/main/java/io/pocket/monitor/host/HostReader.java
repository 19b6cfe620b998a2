package io.pocket.monitor.host;

import java.nio.file.Files;
import java.util.List;
import java.util.function.LongSupplier;

/** Reads a {@link HostSnapshot}. One thread. */
public final class HostReader {
    private static final int NETWORK_TITLE_LINES = 2;
    /** As many as the controller takes; a machine with more of them has them behind one storage network. */
    private static final int DISKS_MAX = 256;

    /** Not disks but memory or files, whose bytes another device would count once more. */
    private static final List<String> NO_DISKS = List.of("loop", "ram", "zram", "fd", "sr");

    private final HostPaths paths;
    private final InterfaceFilter interfaces;
    private final LongSupplier nanoTime;
    private final CgroupMemory cgroup;

    /**
     * A reader of those interfaces and of everything else.
     *
     * @param nanoTime a clock that only goes forward, in nanoseconds
     */
    public HostReader(HostPaths paths, InterfaceFilter interfaces, LongSupplier nanoTime) {
        this.paths = paths;
        this.interfaces = interfaces;
        this.nanoTime = nanoTime;
        this.cgroup = CgroupMemory.of(paths);
    }

    /**
     * Reads all totals, one file after the other.
     *
     * @throws HostReadException if the kernel's files are absent or unreadable
     */
    public HostSnapshot read() {
        return new HostSnapshot(nanoTime.getAsLong(), cores(), interfaces(), memory(), disks());
    }

    private List<CoreTimes> cores() {
        List<CoreTimes> cores = lines("stat").stream()
                .filter(CoreTimes::isOfOneCore)
                .map(CoreTimes::parse)
                .toList();
        if (cores.isEmpty()) {
            throw new HostReadException(paths.proc().resolve("stat") + " lists no core");
        }
        return cores;
    }

    /** Of this process's network namespace: a monitor shares the one of its node. */
    private List<InterfaceTotals> interfaces() {
        return lines("net/dev").stream()
                .skip(NETWORK_TITLE_LINES)
                .map(InterfaceTotals::parse)
                .filter(totals -> interfaces.includes(totals.name()))
                .toList();
    }

    private Memory memory() {
        Memory machine = MeminfoReader.parse(lines("meminfo"));
        return cgroup.read()
                .filter(limited -> limited.totalBytes() < machine.totalBytes())
                .orElse(machine);
    }

    private List<DiskTotals> disks() {
        return lines("diskstats").stream()
                .map(DiskTotals::parse)
                .filter(disk -> isWholeDisk(disk.device()))
                .limit(DISKS_MAX)
                .toList();
    }

    private boolean isWholeDisk(String device) {
        // A name with a slash has a '!' in /sys.
        return NO_DISKS.stream().noneMatch(prefix -> isNumbered(device, prefix))
                && Files.exists(paths.block().resolve(device.replace('/', '!')));
    }

    private static boolean isNumbered(String device, String prefix) {
        return device.startsWith(prefix)
                && device.length() > prefix.length()
                && Character.isDigit(device.charAt(prefix.length()));
    }

    private List<String> lines(String file) {
        return ProcFile.lines(paths.proc().resolve(file));
    }
}
