package io.pocket.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs many seeds, one simulation a thread, and prints the ones that fail. One seed alone replays exactly. */
@Command(name = "seeds", mixinStandardHelpOptions = true, description = "Runs the simulator over a range of seeds.")
public final class SimulatorMain implements Callable<Integer> {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int SHOWN_VIOLATIONS = 5;

    @Option(names = "--from", defaultValue = "1", description = "First seed. Default: 1")
    private long from;

    @Option(names = "--count", defaultValue = "1000", description = "Seeds. Default: 1000")
    private int count;

    @Option(names = "--threads", description = "Simulations at a time. Default: the number of processors")
    private int threads = Runtime.getRuntime().availableProcessors();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SimulatorMain()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        List<Simulation.Result> results = runAll();
        List<Simulation.Result> failed = results.stream()
                .filter(result -> !result.violations().isEmpty())
                .toList();
        failed.forEach(SimulatorMain::print);
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        System.out.printf(
                "%d seeds, %d operations, %d faults, %d events in %.1f s (%.0f seeds a minute): %d failed%n",
                results.size(),
                results.stream().mapToLong(Simulation.Result::operations).sum(),
                results.stream().mapToLong(Simulation.Result::faults).sum(),
                results.stream().mapToLong(Simulation.Result::events).sum(),
                seconds,
                results.size() * 60 / seconds,
                failed.size());
        return failed.isEmpty() ? 0 : 1;
    }

    private List<Simulation.Result> runAll() throws InterruptedException, ExecutionException {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Simulation.Result>> futures = LongStream.range(from, from + count)
                    .mapToObj(seed -> pool.submit(
                            () -> Simulation.run(seed, SimulationConfig.standard(), SimulatedRules.shipped())))
                    .toList();
            List<Simulation.Result> results = new ArrayList<>();
            for (Future<Simulation.Result> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }

    private static void print(Simulation.Result result) {
        System.out.println("seed " + result.seed() + " after " + result.faults() + " faults:");
        result.violations().stream().limit(SHOWN_VIOLATIONS).forEach(violation -> System.out.println("  " + violation));
    }
}
