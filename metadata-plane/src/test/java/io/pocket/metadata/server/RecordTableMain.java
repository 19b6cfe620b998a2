package io.pocket.metadata.server;

import com.sun.management.ThreadMXBean;
import io.pocket.metadata.core.RecordStatistics;
import io.pocket.metadata.core.ShardState;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Measures a shard's records: {@code RecordTableMain OBJECTS OPERATIONS DIRECTORY}. Puts so many objects, looks them up, mixes both, and tells
 * nanoseconds and heap bytes of each operation, memory, and the owner thread's longest round.
 */
public final class RecordTableMain {
    private RecordTableMain() {}

    public static void main(String[] arguments) throws Exception {
        long objects = Long.parseLong(arguments[0]);
        long operations = Long.parseLong(arguments[1]);
        Path directory = Path.of(arguments[2]);
        ShardState state = new ShardState(1, new DirectRecordMemory(4L << 30), new SlabInlineStore(1 << 20));
        try (RecordLoad load = new RecordLoad(directory, state, 4L << 30)) {
            run(load, objects, operations);
        }
    }

    /** One operation by its number. */
    private interface Step {
        void run(long number) throws Exception;
    }

    private static void run(RecordLoad load, long objects, long operations) throws Exception {
        long warm = Math.min(400_000, objects / 10);
        measure(load, "warm up: commit", 0, warm, load::commit);
        measure(load, "warm up: lookup", 0, warm, load::lookup);
        long before = residentBytes();
        RecordLoad.Longest longest = measure(load, "commit", warm, objects, load::commit);
        RecordStatistics records = load.records();
        System.out.printf(
                "RESULT bytes=%d record-bytes=%d cpu-micros=%d collection-millis=%d%n",
                (residentBytes() - before) / (objects - warm),
                records.usedBytes() / objects,
                longest.cpuNanos() / 1000,
                longest.collectionMillis());
        measure(load, "load alone", 0, operations, load::codeOnly);
        measure(load, "lookup", 0, operations, n -> load.lookup(n * 7919 % objects));
        measure(load, "overwrite", 0, operations, n -> load.commit(n * 7919 % objects));
        measure(load, "overwrite and lookup 1:1", 0, operations, n -> {
            if ((n & 1) == 0) {
                load.commit(n * 7919 % objects);
            } else {
                load.lookup(n * 6007 % objects);
            }
        });
        System.out.printf("resident: %s; refused: %d%n", residence(), load.refused());
    }

    private static RecordLoad.Longest measure(RecordLoad load, String what, long from, long to, Step step)
            throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        load.takeLongest();
        long allocated = threads.getThreadAllocatedBytes(thread);
        long cpu = processCpuNanos();
        long own = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        for (long n = from; n < to; n++) {
            step.run(n);
        }
        long count = Math.max(1, to - from);
        RecordLoad.Longest longest = load.takeLongest();
        System.out.printf(
                "%-26s %,11d: %5d ns (owner's CPU %5d, process' CPU %5d), %4d heap bytes,"
                        + " longest round %,d us, of it CPU %,d us; longest collection %d ms%n",
                what,
                count,
                (System.nanoTime() - start) / count,
                (threads.getCurrentThreadCpuTime() - own) / count,
                (processCpuNanos() - cpu) / count,
                (threads.getThreadAllocatedBytes(thread) - allocated) / count,
                longest.wallNanos() / 1000,
                longest.cpuNanos() / 1000,
                longest.collectionMillis());
        return longest;
    }

    private static long processCpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static long residentBytes() throws IOException {
        return statusKibibytes("VmRSS:") << 10;
    }

    private static String residence() throws IOException {
        return statusKibibytes("VmRSS:") / 1024 + " MiB = anonymous " + statusKibibytes("RssAnon:") / 1024 + " + files "
                + (statusKibibytes("RssFile:") + statusKibibytes("RssShmem:")) / 1024;
    }

    private static long statusKibibytes(String line) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(it -> it.startsWith(line))
                .mapToLong(it -> Long.parseLong(it.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }
}
