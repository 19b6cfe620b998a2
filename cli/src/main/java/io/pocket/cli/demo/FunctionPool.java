package io.pocket.cli.demo;

import io.pocket.cli.cluster.ChildProcess;
import io.pocket.cli.cluster.JvmCommand;
import io.pocket.cli.cluster.JvmMemory;
import io.pocket.cli.cluster.Launch;
import io.pocket.cli.cluster.ProcessGroup;
import io.pocket.cli.function.Traffic;
import io.pocket.cli.function.WarmUp;
import io.pocket.cli.function.process.FunctionMain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Runs functions as processes, {@code atOnce} at a time. The connection string goes through their environment. */
final class FunctionPool implements AutoCloseable {

    /** A function that takes longer has hung: serverless platforms give them minutes as well. */
    private static final Duration FUNCTION_DEADLINE = Duration.ofMinutes(5);

    private static final int WARM_UP_HEAP_MEBIBYTES = 32;
    private static final int METASPACE_MEBIBYTES = 64;
    private static final int CODE_MEBIBYTES = 32;

    private final ProcessGroup processes;
    private final String classPath;
    private final ClassArchive archive;
    private final ExecutorService threads;

    FunctionPool(ProcessGroup processes, String classPath, int atOnce) {
        this.processes = processes;
        this.classPath = classPath;
        this.archive = new ClassArchive(processes.directory().path().resolve("functions.jsa"));
        this.threads = Executors.newFixedThreadPool(
                atOnce, Thread.ofPlatform().name("function-", 0).daemon().factory());
    }

    /** Runs a first function that makes the others start quicker; {@link FunctionFailedException} if Pocket does not work. */
    void warmUp(String connection) {
        FunctionCall call = new FunctionCall(WarmUp.KIND, WarmUp.KIND, List.of(), WARM_UP_HEAP_MEBIBYTES, true);
        run(call, archive.optionsToMake(), connection);
    }

    /**
     * Runs a stage and adds up its traffic.
     *
     * @param ended called in this thread after each function
     * @throws FunctionFailedException at the first function that fails; those that run are killed, the others never start
     */
    Traffic run(Stage stage, String connection, Runnable ended) throws InterruptedException {
        CompletionService<Traffic> running = new ExecutorCompletionService<>(threads);
        List<Future<Traffic>> all = stage.calls().stream()
                .map(call -> running.submit(() -> run(call, options(call), connection)))
                .toList();
        try {
            return sum(running, all.size(), ended);
        } finally {
            all.forEach(function -> function.cancel(true));
        }
    }

    /** Interrupts the threads; each kills the function that it waits for. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static Traffic sum(CompletionService<Traffic> running, int count, Runnable ended)
            throws InterruptedException {
        Traffic total = Traffic.none();
        for (int i = 0; i < count; i++) {
            total = total.plus(next(running));
            ended.run();
        }
        return total;
    }

    private static Traffic next(CompletionService<Traffic> running) throws InterruptedException {
        try {
            return running.take().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    /** Compiling less takes 20 to 30 % off the CPU time of a brief function, but doubles that of a long one. */
    private List<String> options(FunctionCall call) {
        List<String> options = new ArrayList<>(archive.optionsToUse());
        if (call.brief()) {
            options.add("-XX:TieredStopAtLevel=1");
        }
        return options;
    }

    /** A function needs direct memory only for what it sends and receives: no more than it has in its heap. */
    private static JvmMemory memory(FunctionCall call) {
        return new JvmMemory(call.heapMebibytes(), call.heapMebibytes(), METASPACE_MEBIBYTES, CODE_MEBIBYTES);
    }

    private Traffic run(FunctionCall call, List<String> options, String connection) {
        List<String> command =
                JvmCommand.function(FunctionMain.class.getName(), memory(call), options, classPath, withKind(call));
        Launch launch = new Launch(call.name(), command, Map.of(FunctionMain.CONNECTION, connection));
        ChildProcess process = processes.start(launch, ready -> true);
        try {
            awaitEnd(process);
            return result(process);
        } finally {
            process.kill();
            processes.forget(process);
        }
    }

    private static List<String> withKind(FunctionCall call) {
        return Stream.concat(Stream.of(call.kind()), call.arguments().stream()).toList();
    }

    private static void awaitEnd(ChildProcess process) {
        try {
            if (!process.awaitEnd(FUNCTION_DEADLINE)) {
                throw new FunctionFailedException(
                        process.name() + " still ran after " + FUNCTION_DEADLINE + "; " + process.lastLines());
            }
        } catch (InterruptedException e) {
            throw new CancellationException(process.name() + " is not waited for any more");
        }
    }

    private static Traffic result(ChildProcess process) {
        if (process.exitStatus() != 0) {
            throw new FunctionFailedException(
                    process.name() + " ended with status " + process.exitStatus() + "; " + process.lastLines());
        }
        return process.line(FunctionMain.RESULT)
                .map(line -> Traffic.decode(line.substring(FunctionMain.RESULT.length())))
                .orElseThrow(() ->
                        new FunctionFailedException(process.name() + " reported nothing; " + process.lastLines()));
    }
}
