package io.pocket.benchmarks.compare;

import io.pocket.benchmarks.bed.LimitedLinks;
import io.pocket.benchmarks.bed.PocketBed;
import io.pocket.benchmarks.contender.ContenderKind;
import io.pocket.benchmarks.stats.Median;
import io.pocket.benchmarks.worker.Operation;
import io.pocket.benchmarks.worker.Task;
import io.pocket.benchmarks.worker.TaskResult;
import io.pocket.benchmarks.worker.Worker;
import io.pocket.cli.cluster.ProcessTerms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One client's throughput of 64 MiB objects on two nodes over that on one, where links are the limit: each node lives in a network namespace
 * behind a link of 1 Gb/s. Both clusters are there all the time and take turns.
 */
final class TwoNodesStage implements Stage {
    private static final long CAPACITY_BYTES = 1L << 30;
    private static final int SIZE_BYTES = 64 << 20;
    private static final int KEYS = 2;
    private static final int OPERATIONS = 6;
    private static final int QUICK_OPERATIONS = 2;
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final List<Operation> OPERATIONS_MEASURED = List.of(Operation.PUT, Operation.GET);

    @Override
    public Set<Measure> measures() {
        return EnumSet.of(Measure.TWO_NODES_VS_ONE);
    }

    @Override
    public void run(Set<Measure> wanted, ComparisonSettings settings, Findings findings) {
        Optional<String> obstacle = LimitedLinks.obstacle();
        if (obstacle.isPresent()) {
            findings.skip(Measure.TWO_NODES_VS_ONE, obstacle.get());
            return;
        }
        settings.progress().accept("two clusters behind links of " + LimitedLinks.RATE);
        try (LimitedLinks links = LimitedLinks.make(3);
                PocketBed one = PocketBed.start(1, CAPACITY_BYTES, terms(links, 0));
                PocketBed two = PocketBed.start(2, CAPACITY_BYTES, terms(links, 1));
                Worker client = Worker.start(List.of())) {
            measure(List.of(one, two), client, settings, findings);
        }
    }

    /** @param first namespace of the cluster's first node; the second one is in the next */
    private static Function<String, ProcessTerms> terms(LimitedLinks links, int first) {
        ProcessTerms member = ProcessTerms.USUAL.withArguments(List.of("--allow-plaintext"));
        return process -> switch (process) {
            case "controller" -> ProcessTerms.USUAL.withHost(links.hostAddress());
            case PocketBed.SHARD -> member.withHost(links.hostAddress());
            case PocketBed.NODE -> member.withHost(links.address(first)).withPrefix(links.prefix(first));
            case "node-dram-2" -> member.withHost(links.address(first + 1)).withPrefix(links.prefix(first + 1));
            default -> member;
        };
    }

    private static void measure(List<PocketBed> beds, Worker client, ComparisonSettings settings, Findings findings) {
        Map<Operation, List<List<Double>>> figures = new EnumMap<>(Operation.class);
        int operations = settings.quick() ? QUICK_OPERATIONS : OPERATIONS;
        for (int round = 0; round <= settings.rounds(); round++) {
            settings.progress().accept(round == 0 ? "warming up" : "round " + round + " of " + settings.rounds());
            for (Operation operation : OPERATIONS_MEASURED) {
                for (int bed = 0; bed < beds.size(); bed++) {
                    double figure = megabytesPerSecond(client, beds.get(bed), operation, operations);
                    if (round > 0) {
                        of(figures, operation).get(bed).add(figure);
                    }
                }
            }
        }
        report(figures, findings);
    }

    private static List<List<Double>> of(Map<Operation, List<List<Double>>> figures, Operation operation) {
        return figures.computeIfAbsent(operation, key -> List.of(new ArrayList<>(), new ArrayList<>()));
    }

    private static double megabytesPerSecond(Worker client, PocketBed bed, Operation operation, int operations) {
        TaskResult result = client.run(
                new Task.OneAtATime(
                        ContenderKind.POCKET,
                        bed.connectionString(),
                        operation,
                        "links",
                        KEYS,
                        SIZE_BYTES,
                        1,
                        operations,
                        0),
                DEADLINE);
        return result.operations() * (double) SIZE_BYTES * 1e3 / result.nanos();
    }

    /** The lower of put's ratio and get's. */
    private static void report(Map<Operation, List<List<Double>>> figures, Findings findings) {
        double lowest = Double.MAX_VALUE;
        Map<String, List<Double>> details = new LinkedHashMap<>();
        for (Operation operation : OPERATIONS_MEASURED) {
            List<List<Double>> both = figures.get(operation);
            lowest = Math.min(lowest, Median.of(both.get(1)) / Median.of(both.get(0)));
            details.put(operation + "_one_node_mb_per_second", both.get(0));
            details.put(operation + "_two_nodes_mb_per_second", both.get(1));
        }
        findings.found(Measure.TWO_NODES_VS_ONE, lowest);
        findings.detail("two_nodes_vs_one", details);
    }
}
