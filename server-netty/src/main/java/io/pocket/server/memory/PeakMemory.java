package io.pocket.server.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The most memory that this process has had resident, pages shared with others and those of mapped files included. */
final class PeakMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String LINE = "VmHWM:";

    private PeakMemory() {}

    /** In bytes; empty where there is no such figure, as on systems other than Linux. */
    static OptionalLong bytes() {
        try {
            return Files.exists(STATUS) ? parse(Files.readString(STATUS)) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty(); // A figure is missing, no more.
        }
    }

    /** See proc_pid_status(5): a line such as {@code VmHWM:	  123456 kB}. */
    static OptionalLong parse(String status) {
        return status.lines()
                .filter(line -> line.startsWith(LINE))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst();
    }
}
