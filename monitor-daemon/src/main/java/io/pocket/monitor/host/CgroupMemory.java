package io.pocket.monitor.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The memory limit of the control group (version 2) that this process is in. In a container that is the container's.
 */
final class CgroupMemory {
    private static final String UNLIMITED = "max";
    private static final String VERSION_2 = "0::/";
    private static final String INACTIVE_FILE = "inactive_file ";

    private final Path group;

    private CgroupMemory(Path group) {
        this.group = group;
    }

    /** The group that /proc/self/cgroup names; a container sees its own group as the root. */
    static CgroupMemory of(HostPaths paths) {
        return new CgroupMemory(ProcFile.lines(paths.proc().resolve("self/cgroup")).stream()
                .filter(line -> line.startsWith(VERSION_2))
                .map(line -> paths.cgroup().resolve(line.substring(VERSION_2.length())))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(paths.cgroup()));
    }

    /** Empty when there is no limit, or no control group with memory accounting. */
    Optional<Memory> read() {
        return limitBytes().map(limit -> new Memory(Math.max(0, currentBytes() - reclaimableBytes()), limit));
    }

    private Optional<Long> limitBytes() {
        return firstLine("memory.max").filter(text -> !text.equals(UNLIMITED)).map(text -> new Fields(text).number());
    }

    private long currentBytes() {
        return firstLine("memory.current")
                .map(text -> new Fields(text).number())
                .orElse(0L);
    }

    /** Page cache that was not used lately; kubelet leaves it out of the working set as well. */
    private long reclaimableBytes() {
        return ProcFile.lines(group.resolve("memory.stat")).stream()
                .filter(line -> line.startsWith(INACTIVE_FILE))
                .findFirst()
                .map(line -> new Fields(line).skip(1).number())
                .orElse(0L);
    }

    private Optional<String> firstLine(String file) {
        List<String> lines = ProcFile.lines(group.resolve(file));
        return lines.isEmpty() ? Optional.empty() : Optional.of(lines.getFirst());
    }
}
