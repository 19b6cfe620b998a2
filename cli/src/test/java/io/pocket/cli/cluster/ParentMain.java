package io.pocket.cli.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The parent that {@link ParentDeathTest} kills: a group with one Java server on the leash. Prints the server's pid and the
 * folder.
 */
final class ParentMain {

    private ParentMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        ProcessGroup group = new ProcessGroup(RunDirectory.createIn(List.of(Path.of(arguments[0])), 1));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.pocket.cli.leash.Leash",
                ServerMain.class.getName());
        ChildProcess server = group.start(new Launch("server", command, Map.of()), Readiness.readyLine());
        group.awaitReady(Duration.ofSeconds(20));
        System.out.println("PARENT " + server.pid() + " " + group.directory().path());
        Thread.currentThread().join();
    }

    /** A server that never ends by itself. */
    public static final class ServerMain {

        private ServerMain() {}

        /** Says that it is ready, and stays. */
        public static void main(String[] arguments) throws InterruptedException {
            System.out.println("READY");
            Thread.currentThread().join();
        }
    }
}
