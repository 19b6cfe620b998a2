package io.pocket.cli.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The built repository: where the class path of each process is. The build writes {@code target/runtime.classpath} of each
 * module, so a process gets the jars of its own module and no others.
 */
public final class Installation {

    /** System property with the root of the repository. */
    public static final String HOME = "pocket.home";

    private static final String CLASS_PATH_FILE = "target/runtime.classpath";
    private static final String CLI = "cli";

    /** Begin of the names of the jars that a function needs beside its own. */
    private static final List<String> FUNCTION_LIBRARIES =
            List.of("pocket-client-java", "pocket-protocol", "HdrHistogram");

    private final Path home;

    /** An installation in the root folder of a built repository. */
    public Installation(Path home) {
        this.home = home.toAbsolutePath();
    }

    /** The installation that {@value #HOME} names. */
    public static Installation ofSystemProperty() {
        String home = System.getProperty(HOME);
        if (home == null) {
            throw new ClusterException("system property " + HOME + " is not set: start with ./pocket");
        }
        return new Installation(Path.of(home));
    }

    /** Root of the repository. */
    public Path home() {
        return home;
    }

    /** Class path of a server: its module, what that depends on, and the leash. */
    public String classPath(Component component) {
        String module = component.module();
        return join(Stream.concat(
                Stream.of(
                        jar(module, "pocket-" + module + "-[0-9][0-9.]*(-SNAPSHOT)?\\.jar"),
                        jar(CLI, ".*-leash\\.jar")),
                libraries(module)));
    }

    /** Class path of the demo's functions: themselves, client, protocol, histogram. */
    public String functionClassPath() {
        return join(Stream.concat(
                Stream.of(jar(CLI, ".*-functions\\.jar")), libraries(CLI).filter(Installation::isForFunctions)));
    }

    private static boolean isForFunctions(String library) {
        String name = new File(library).getName();
        return FUNCTION_LIBRARIES.stream().anyMatch(name::startsWith);
    }

    private Stream<String> libraries(String module) {
        Path file = home.resolve(module).resolve(CLASS_PATH_FILE);
        try {
            return Arrays.stream(Files.readString(file).strip().split(File.pathSeparator));
        } catch (IOException e) {
            throw notBuilt(file, e);
        }
    }

    private String jar(String module, String pattern) {
        Path folder = home.resolve(module).resolve("target");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(pattern))
                    .map(Path::toString)
                    .findFirst()
                    .orElseThrow(() -> notBuilt(folder, null));
        } catch (IOException e) {
            throw notBuilt(folder, e);
        }
    }

    private static ClusterException notBuilt(Path missing, Exception cause) {
        return new ClusterException("not built (" + missing + " lacks a jar or class path): run ./pocket demo", cause);
    }

    private static String join(Stream<String> entries) {
        return entries.filter(entry -> !entry.isEmpty()).collect(Collectors.joining(File.pathSeparator));
    }
}
