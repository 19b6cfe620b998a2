package io.pocket.benchmarks.bed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pocket.cli.cluster.ClusterException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs small programs that end soon. */
final class Shell {
    private static final long DEADLINE_SECONDS = 20;

    private Shell() {}

    /**
     * Runs a command, its words separated by blanks, and returns what it wrote.
     *
     * @throws ClusterException with that, if its status is not 0 or it takes too long
     */
    static String run(String command) {
        try {
            // What these programs write fits into the pipe: they never wait for a reader.
            Process process = new ProcessBuilder(List.of(command.split(" ", -1)))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new ClusterException(command + " did not end in " + DEADLINE_SECONDS + " s");
            }
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.exitValue() != 0) {
                throw new ClusterException(command + " ended with " + process.exitValue() + ": " + output.strip());
            }
            return output;
        } catch (IOException e) {
            throw new ClusterException("cannot run " + command + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException(command + " was interrupted", e);
        }
    }
}
