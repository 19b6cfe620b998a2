package io.pocket.benchmarks.command;

import io.pocket.cli.demo.TextTable;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench micro}. */
@Command(
        name = "micro",
        description = {
            "The parts that every request passes through, with JMH: checksum, frames, slab allocator, the draw of a node, a"
                    + " shard's record table. Reports the time of an operation, half the width of its 99.9 %% confidence"
                    + " interval, and the bytes it leaves to the collector (-prof gc is always on).",
            "All of it takes some fifteen minutes, with --quick four. JMH's own output goes to standard error."
        })
final class MicroCommand implements Callable<Integer> {
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final TimeValue QUICK_ITERATION = TimeValue.milliseconds(400);
    private static final int QUICK_ITERATIONS = 3;

    @Spec
    private CommandSpec command;

    @Option(names = "--quick", description = "A short look: one process, a second of warm-up and one of measurement")
    private boolean quick;

    @Parameters(
            paramLabel = "ARGUMENT",
            arity = "0..*",
            description =
                    "What JMH takes: patterns of names, such as RecordTable or 'Frame.*read'; behind -- also its options,"
                            + " such as -p objects=10000, -prof perfnorm, -l, -h. Default: all benchmarks")
    private List<String> arguments = List.of();

    @Override
    public Integer call() throws RunnerException, IOException {
        CommandLineOptions given = given();
        OutputFormat progress = OutputFormatFactory.createFormatInstance(
                System.err, given.verbosity().orElse(VerboseMode.NORMAL));
        Runner runner = new Runner(options(given), progress);
        if (given.shouldHelp()) {
            given.showHelp();
        } else if (given.shouldList()) {
            runner.list();
        } else {
            run(runner);
        }
        return 0;
    }

    private CommandLineOptions given() {
        try {
            return new CommandLineOptions(arguments.toArray(String[]::new));
        } catch (CommandLineOptionException e) {
            throw new ParameterException(command.commandLine(), "JMH does not understand this: " + e.getMessage(), e);
        }
    }

    /** Without arguments for its processes JMH would hand on those of this one, which is not to be quick but to start quickly. */
    private Options options(CommandLineOptions given) {
        ChainedOptionsBuilder options =
                new OptionsBuilder().parent(given).addProfiler(GCProfiler.class).shouldFailOnError(true);
        if (!given.getJvmArgs().hasValue()) {
            options.jvmArgs("-Xmx1g");
        }
        if (quick) {
            options.forks(1)
                    .warmupIterations(QUICK_ITERATIONS)
                    .warmupTime(QUICK_ITERATION)
                    .measurementIterations(QUICK_ITERATIONS)
                    .measurementTime(QUICK_ITERATION);
        }
        return options.build();
    }

    private void run(Runner runner) throws RunnerException {
        try {
            command.commandLine().getOut().print(table(runner.run()));
            command.commandLine().getOut().flush();
        } catch (NoBenchmarksException e) {
            String patterns = String.join(" ", arguments);
            throw new ParameterException(
                    command.commandLine(), "no benchmark has a name like '" + patterns + "': -- -l lists them", e);
        }
    }

    private static String table(Collection<RunResult> results) {
        TextTable table = new TextTable(2, "benchmark", "parameters", "time", "+-", "unit", "allocated B/op");
        for (RunResult result : results) {
            Result<?> time = result.getPrimaryResult();
            table.row(
                    name(result.getParams()),
                    parameters(result.getParams()),
                    figure(time.getScore()),
                    figure(time.getScoreError()),
                    time.getScoreUnit(),
                    figure(allocated(result)));
        }
        return table.render();
    }

    private static String name(BenchmarkParams benchmark) {
        String[] parts = benchmark.getBenchmark().split("\\.", -1);
        return parts[parts.length - 2] + "." + parts[parts.length - 1];
    }

    private static String parameters(BenchmarkParams benchmark) {
        return benchmark.getParamsKeys().stream()
                .map(key -> key + "=" + benchmark.getParam(key))
                .collect(Collectors.joining(" "));
    }

    private static double allocated(RunResult result) {
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        return allocated == null ? Double.NaN : allocated.getScore();
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%,.1f", value);
    }
}
