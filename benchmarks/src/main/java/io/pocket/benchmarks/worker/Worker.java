package io.pocket.benchmarks.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pocket.cli.cluster.ClusterException;
import io.pocket.cli.leash.Leash;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.json.JsonMapper;

/** A worker process as its parent sees it. For one thread. Closing it ends the process; so does the end of this one. */
public final class Worker implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Process process;
    private final BufferedReader out;

    private Worker(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /**
     * Starts one of the usual size, with this process's Java and classes.
     *
     * @param prefix before its command, such as {@code taskset -c 1}
     */
    public static Worker start(List<String> prefix) {
        return start(prefix, WorkerJvm.USUAL);
    }

    /** As {@link #start(List)}, of another size. */
    public static Worker start(List<String> prefix, WorkerJvm size) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(size.command(WorkerMain.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .put(Leash.PARENT, Long.toString(ProcessHandle.current().pid()));
        try {
            return new Worker(builder.start());
        } catch (IOException e) {
            throw new ClusterException("cannot start a worker: " + e.getMessage(), e);
        }
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /**
     * Has a task carried out.
     *
     * @throws ClusterException if it failed, or took longer than {@code deadline}; the worker is of no use then
     */
    public TaskResult run(Task task, Duration deadline) {
        send(task);
        return await(task, deadline);
    }

    /** Sends a task; {@link #await} takes the result. So several workers can work at the same time. */
    public void send(Task task) {
        try {
            var in = process.getOutputStream();
            in.write((JSON.writeValueAsString(task) + "\n").getBytes(UTF_8));
            in.flush();
        } catch (IOException e) {
            throw new ClusterException("the worker has ended: " + e.getMessage(), e);
        }
    }

    /** Takes the result of a task that was sent. */
    public TaskResult await(Task task, Duration deadline) {
        TaskResult result = JSON.readValue(line(task, deadline), TaskResult.class);
        if (result.failure() != null) {
            throw new ClusterException(name(task) + " failed: " + result.failure());
        }
        return result;
    }

    private String line(Task task, Duration deadline) {
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> read(line));
        try {
            return line.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            throw new ClusterException(name(task) + " took longer than " + deadline, e);
        } catch (ExecutionException e) {
            throw new ClusterException(name(task) + ": " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException(name(task) + " was interrupted", e);
        }
    }

    private void read(CompletableFuture<String> target) {
        try {
            String line = out.readLine();
            while (line != null && !line.startsWith(WorkerMain.RESULT)) {
                line = out.readLine();
            }
            if (line == null) {
                throw new IOException("the worker has ended");
            }
            target.complete(line.substring(WorkerMain.RESULT.length()));
        } catch (IOException | UncheckedIOException e) {
            target.completeExceptionally(e);
        }
    }

    /** Without the address, which may hold a secret. */
    private static String name(Task task) {
        return task.getClass().getSimpleName();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
