package io.pocket.cli.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Command lines of Java processes: the Java that runs this process, bounded memory, the serial collector (heaps are small,
 * and its one thread competes least with the work).
 */
public final class JvmCommand {

    private static final String LEASH = "io.pocket.cli.leash.Leash";

    /** The JVM that introduced the option which allows Netty's use of Unsafe without a warning. */
    private static final int WARNS_OF_UNSAFE = 23;

    private JvmCommand() {}

    /** A server on the leash. */
    public static List<String> server(Component component, JvmMemory memory, String classPath, List<String> arguments) {
        List<String> command = common(memory, classPath);
        command.add("--enable-native-access=ALL-UNNAMED");
        if (Runtime.version().feature() >= WARNS_OF_UNSAFE) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.add("-XX:+ExitOnOutOfMemoryError");
        // A collection that copies into pages of the heap that were never touched takes a fault for each: in a shard 40
        // ms for 20 MB. Where the
        // kernel has no huge pages the JVM says so and goes on.
        command.add("-XX:+UseTransparentHugePages");
        command.add(LEASH);
        command.add(component.mainClass());
        command.addAll(arguments);
        return command;
    }

    /** A function, which holds itself on the leash; {@code options} are further ones of the JVM. */
    public static List<String> function(
            String mainClass, JvmMemory memory, List<String> options, String classPath, List<String> arguments) {
        List<String> command = common(memory, classPath);
        command.addAll(options);
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }

    private static List<String> common(JvmMemory memory, String classPath) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(memory.options());
        command.add("-XX:+UseSerialGC");
        command.add("-XX:-UsePerfData");
        command.add("-cp");
        command.add(classPath);
        return command;
    }
}
