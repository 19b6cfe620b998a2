package io.pocket.data.nativeplane.dpdk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Short programs, such as {@code ip}. */
final class Command {
    private static final long SECONDS_MAX = 30;

    private Command() {}

    /** Runs it to its end and answers what it wrote; fails if it does. */
    static String run(String... words) {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", words) + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new IllegalStateException(String.join(" ", words) + " cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Whether it can be run and succeeds. */
    static boolean succeeds(String... words) {
        try {
            run(words);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    static List<String> lines(String... words) {
        return run(words).lines().toList();
    }
}
