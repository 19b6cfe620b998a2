package io.pocket.benchmarks.bed;

import io.pocket.cli.cluster.ClusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux tells of a running process. */
public final class ProcessFigures {
    /** What user space is told in, whatever the kernel's own tick is. */
    private static final double TICKS_PER_SECOND = 100;

    /** In {@code stat}, counted behind the name: see proc(5). */
    private static final int USER_TIME = 11;

    private static final int SYSTEM_TIME = 12;

    private final Path folder;

    /** Of a process; {@code /proc} is read at each call. */
    public ProcessFigures(long pid) {
        this.folder = Path.of("/proc", Long.toString(pid));
    }

    /** Time that all its threads have run so far, ended ones and those of the collector included: user and system, in steps of 10 ms. */
    public double cpuSeconds() {
        String stat = read("stat").getFirst();
        // The name may hold spaces and parentheses.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) / TICKS_PER_SECOND;
    }

    /**
     * Memory that is resident.
     *
     * @param totalBytes all of it, mapped files included
     * @param anonymousBytes heap, stacks, direct buffers
     * @param fileBytes mapped files on disks
     * @param sharedBytes mapped files of memory file systems
     */
    public record Resident(long totalBytes, long anonymousBytes, long fileBytes, long sharedBytes) {}

    /** Memory that is resident now. */
    public Resident resident() {
        List<String> status = read("status");
        return new Resident(
                kibibytes(read("smaps_rollup"), "Rss:"),
                kibibytes(status, "RssAnon:"),
                kibibytes(status, "RssFile:"),
                kibibytes(status, "RssShmem:"));
    }

    private static long kibibytes(List<String> lines, String field) {
        return lines.stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(
                        line.substring(field.length()).replace("kB", "").strip()))
                .map(kibibytes -> kibibytes << 10)
                .findFirst()
                .orElseThrow(() -> new ClusterException("this system does not tell " + field));
    }

    private List<String> read(String file) {
        try {
            return Files.readAllLines(folder.resolve(file));
        } catch (IOException e) {
            throw new ClusterException("cannot read " + folder.resolve(file) + ": " + e.getMessage(), e);
        }
    }
}
