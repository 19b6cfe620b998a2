package io.pocket.data.jvm;

import io.pocket.protocol.HostPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The node as users run it: a process of its own. */
final class NodeProcess implements AutoCloseable {

    private final Process process;
    private final String readyLine;

    private NodeProcess(Process process, String readyLine) {
        this.process = process;
        this.readyLine = readyLine;
    }

    /** Starts a node and waits for its ready line. */
    static NodeProcess start(List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:MaxDirectMemorySize=64m",
                "-XX:MaxMetaspaceSize=64m",
                "-XX:ReservedCodeCacheSize=48m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                NodeMain.class.getName()));
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        return new NodeProcess(process, String.valueOf(line));
    }

    String readyLine() {
        return readyLine;
    }

    HostPort address() {
        return HostPort.parse(readyLine.substring(readyLine.indexOf("address=") + "address=".length()));
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Sends SIGTERM. */
    void signal() {
        process.destroy();
    }

    /** Exit status after SIGTERM. */
    int terminate() throws InterruptedException {
        signal();
        awaitEnd();
        return process.exitValue();
    }

    private void awaitEnd() throws InterruptedException {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("the node did not end");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
