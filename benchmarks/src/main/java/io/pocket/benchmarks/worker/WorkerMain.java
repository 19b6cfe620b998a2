package io.pocket.benchmarks.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pocket.benchmarks.contender.Contender;
import io.pocket.benchmarks.contender.ContenderKind;
import io.pocket.benchmarks.contender.Key;
import io.pocket.benchmarks.contender.Values;
import io.pocket.cli.leash.Leash;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * A worker process: tasks on standard input, results on standard output, until the input ends. Connections stay open from task to
 * task, and what was compiled stays compiled.
 */
public final class WorkerMain {
    /** Begins a result's line; others are of nobody's concern. */
    static final String RESULT = "RESULT ";

    private static final JsonMapper JSON = JsonMapper.shared();

    private record Seat(ContenderKind kind, String address, int sizeBytes) {}

    private final Map<Seat, Contender> contenders = new HashMap<>();
    private final Map<Integer, Values> values = new HashMap<>();
    private final ChunkRun chunks = new ChunkRun();
    private final StreamRun streams = new StreamRun();

    private WorkerMain() {}

    /** Serves until standard input ends. */
    public static void main(String[] arguments) throws IOException {
        Leash.hold();
        PrintStream out = System.out;
        WorkerMain worker = new WorkerMain();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                TaskResult result = worker.carryOut(JSON.readValue(line, Task.class));
                out.println(RESULT + JSON.writeValueAsString(result));
                out.flush();
            }
        }
        worker.close();
    }

    /** Whatever goes wrong belongs to the task: the parent decides, and has the trace in the log. */
    private TaskResult carryOut(Task task) {
        try {
            return run(task);
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            return TaskResult.failed(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private TaskResult run(Task task) throws IOException {
        return switch (task) {
            case Task.OneAtATime it ->
                OneAtATimeRun.of(it, contender(it.contender(), it.address(), it.sizeBytes()), values(it.sizeBytes()));
            case Task.Verify it -> verify(it);
            case Task.Saturate it -> LoadRun.of(it);
            case Task.Metadata it -> MetadataRun.of(it);
            case Task.Chunks it -> chunks.of(it);
            case Task.Stream it -> streams.of(it);
        };
    }

    private TaskResult verify(Task.Verify task) throws IOException {
        Contender contender = contender(task.contender(), task.address(), task.sizeBytes());
        Values expected = values(task.sizeBytes());
        for (Key key : Key.many(task.bucket(), task.keys())) {
            expected.check(key, contender.get(key));
        }
        return new TaskResult(null, task.keys(), 0);
    }

    private Values values(int sizeBytes) {
        return values.computeIfAbsent(sizeBytes, Values::new);
    }

    private Contender contender(ContenderKind kind, String address, int sizeBytes) throws IOException {
        Seat seat = new Seat(kind, address, sizeBytes);
        Contender known = contenders.get(seat);
        if (known == null) {
            known = kind.open(address, sizeBytes);
            contenders.put(seat, known);
        }
        return known;
    }

    private void close() throws IOException {
        for (Contender contender : contenders.values()) {
            contender.close();
        }
        chunks.close();
        streams.close();
    }
}
