package io.pocket.cli.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pocket.cli.leash.Leash;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One running child. Its standard output and error go to a file of the run directory; its environment tells it who its
 * parent is (see {@link Leash}).
 */
public final class ChildProcess implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration KILL_DEADLINE = Duration.ofSeconds(10);
    private static final Redirect NOTHING = Redirect.from(new File("/dev/null"));
    private static final int LINES_SHOWN = 30;

    private final Launch launch;
    private final Process process;
    private final Path log;
    private final long logStart;

    private ChildProcess(Launch launch, Process process, Path log, long logStart) {
        this.launch = launch;
        this.process = process;
        this.log = log;
        this.logStart = logStart;
    }

    /** Starts a child that writes both streams to {@code <name>.log}, behind what is there. */
    public static ChildProcess start(Launch launch, Path logFolder) {
        Path log = logFolder.resolve(launch.name() + ".log");
        ProcessBuilder builder = new ProcessBuilder(launch.command());
        builder.environment().putAll(launch.environment());
        builder.environment()
                .put(Leash.PARENT, Long.toString(ProcessHandle.current().pid()));
        builder.redirectInput(NOTHING).redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
        try {
            long logStart = Files.exists(log) ? Files.size(log) : 0;
            return new ChildProcess(launch, builder.start(), log, logStart);
        } catch (IOException e) {
            throw new ClusterException("cannot start " + launch.name() + ": " + e.getMessage(), e);
        }
    }

    /** What it was started with; starts it again. */
    public Launch launch() {
        return launch;
    }

    public String name() {
        return launch.name();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Exit status, once it has ended. */
    public int exitStatus() {
        return process.exitValue();
    }

    /** The first line that starts with {@code start}, of what this process (not one before it) has written so far. */
    public Optional<String> line(String start) {
        return output().lines().filter(line -> line.startsWith(start)).findFirst();
    }

    /** What this process has written so far. */
    public String output() {
        try (var in = Files.newInputStream(log)) {
            in.skipNBytes(logStart);
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new ClusterException("cannot read the log of " + name() + ": " + e.getMessage(), e);
        }
    }

    /** Its last log lines, indented, for a message. */
    public String lastLines() {
        List<String> lines = LogTail.of(log, LINES_SHOWN);
        return "last lines of " + name() + ":\n  | " + String.join("\n  | ", lines);
    }

    /** Waits for its end; false if it still runs after {@code timeout}. */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends it with SIGKILL ({@code kill -9}) and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        requireGone();
    }

    /** Asks it to end with SIGTERM; returns at once. */
    void requestEnd() {
        process.destroy();
    }

    /** Asks it to end, waits a few seconds, and kills it if it has not. */
    @Override
    public void close() {
        requestEnd();
        if (!Poll.until(() -> !process.isAlive(), GRACE)) {
            process.destroyForcibly();
        }
        requireGone();
    }

    private void requireGone() {
        if (!gone()) {
            throw new ClusterException(name() + " (process " + pid() + ") did not end by SIGKILL");
        }
    }

    private boolean gone() {
        boolean interrupted = Thread.interrupted();
        try {
            return Poll.until(() -> !process.isAlive(), KILL_DEADLINE);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
