package io.pocket.benchmarks.worker;

import java.util.ArrayList;
import java.util.List;

/** How workers are run: all compilers, a heap that does not grow meanwhile, the collector whose threads disturb least. */
public final class WorkerJvm {
    private static final List<String> OPTIONS = List.of(
            "-Xms256m",
            "-Xmx256m",
            "-XX:MaxDirectMemorySize=1g",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:+AlwaysPreTouch");

    private WorkerJvm() {}

    /** A command that runs a main class of this class path. */
    public static List<String> command(String mainClass, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Worker.java().toString());
        command.addAll(OPTIONS);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(mainClass);
        command.addAll(List.of(arguments));
        return command;
    }
}
