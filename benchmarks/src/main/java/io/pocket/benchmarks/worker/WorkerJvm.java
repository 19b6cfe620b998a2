package io.pocket.benchmarks.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How workers are run: all compilers, a heap that does not grow meanwhile, the collector whose threads disturb least.
 *
 * @param heapMebibytes fixed, and touched at the start
 * @param directMebibytes most that buffers of values take
 */
public record WorkerJvm(int heapMebibytes, int directMebibytes) {
    /** For a process that measures alone. */
    public static final WorkerJvm USUAL = new WorkerJvm(256, 1024);

    /** For one of many. */
    public static final WorkerJvm SMALL = new WorkerJvm(64, 1024);

    /** A command that runs a main class of this process's class path. */
    public List<String> command(String mainClass, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xms" + heapMebibytes + "m");
        command.add("-Xmx" + heapMebibytes + "m");
        command.add("-XX:MaxDirectMemorySize=" + directMebibytes + "m");
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:+AlwaysPreTouch"));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(mainClass);
        command.addAll(List.of(arguments));
        return command;
    }
}
