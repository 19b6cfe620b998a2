package io.pocket.monitor.host;

import java.nio.file.Path;

/**
 * Where the kernel shows its figures. Tests point it at recorded files.
 *
 * @param proc usually {@code /proc}
 * @param block one entry per whole disk, usually {@code /sys/block}
 * @param cgroup root of the control groups, usually {@code /sys/fs/cgroup}
 */
public record HostPaths(Path proc, Path block, Path cgroup) {
    /** Those of the running kernel. */
    public static HostPaths live() {
        return new HostPaths(Path.of("/proc"), Path.of("/sys/block"), Path.of("/sys/fs/cgroup"));
    }
}
