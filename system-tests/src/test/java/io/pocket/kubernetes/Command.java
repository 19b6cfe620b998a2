package io.pocket.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs a command of the machine and waits for its end. */
final class Command {

    private Command() {}

    /** What a command that has ended said. */
    record Result(List<String> command, int status, String output, String errors) {
        String requireSuccess() {
            if (status != 0) {
                throw new AssertionError(command + " ended with status " + status + ": " + errors + output);
            }
            return output;
        }
    }

    static Result run(List<String> command, Duration deadline) {
        return run(command, Map.of(), deadline);
    }

    /** @param environment what it gets beside the environment of this process */
    static Result run(List<String> command, Map<String, String> environment, Duration deadline) {
        try {
            return end(command, environment, deadline);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its output; nothing if it is not there, or fails. */
    static Optional<String> tryToRun(List<String> command, Duration deadline) {
        try {
            Result result = end(command, Map.of(), deadline);
            return result.status() == 0 ? Optional.of(result.output()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // There is no such command.
        }
    }

    private static Result end(List<String> command, Map<String, String> environment, Duration deadline)
            throws IOException {
        Path output = Files.createTempFile("command", ".out");
        Path errors = Files.createTempFile("command", ".err");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!await(process, deadline)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end within " + deadline);
            }
            return new Result(command, process.exitValue(), Files.readString(output), Files.readString(errors));
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    private static boolean await(Process process, Duration deadline) {
        try {
            return process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
