package io.pocket.monitor.host;

import java.util.List;

/** The machine's memory, from /proc/meminfo. */
final class MeminfoReader {
    private static final int KIBIBYTE = 1024;

    private MeminfoReader() {}

    static Memory parse(List<String> lines) {
        long totalBytes = bytes(lines, "MemTotal:");
        return new Memory(totalBytes - bytes(lines, "MemAvailable:"), totalBytes);
    }

    private static long bytes(List<String> lines, String label) {
        return lines.stream()
                .filter(line -> line.startsWith(label))
                .findFirst()
                .map(line -> new Fields(line).skip(1).number() * KIBIBYTE)
                .orElseThrow(() -> new HostReadException("/proc/meminfo has no line " + label));
    }
}
