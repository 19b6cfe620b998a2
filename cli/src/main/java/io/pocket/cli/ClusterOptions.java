package io.pocket.cli;

import io.pocket.cli.cluster.ClusterSpec;
import io.pocket.cli.cluster.ClusterSpec.TierSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that say what a local cluster consists of. */
final class ClusterOptions {

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--shards",
            paramLabel = "N",
            defaultValue = "1",
            description = "Metadata shards; the buckets of a job spread over them. Default: 1")
    private int shards;

    @Option(
            names = "--tiers",
            paramLabel = "TIER=N",
            defaultValue = "dram=2",
            converter = TierCounts.Converter.class,
            description = "Nodes of each tier, separated by commas. Default: dram=2")
    private TierCounts tiers;

    @Option(
            names = "--capacity",
            paramLabel = "SIZE",
            converter = TierCapacities.Converter.class,
            description =
                    "What each node stores, such as 768m, or dram=4g,ssd=12g. Default: enough for the demo (of it, at"
                            + " most 4g in memory when there are other tiers), 512m for up")
    private TierCapacities capacities = TierCapacities.NONE;

    /**
     * The cluster; a bad value is an error of the command line.
     *
     * @param defaultCapacityBytes what a node of a tier stores if nothing is said
     */
    ClusterSpec spec(ToLongFunction<String> defaultCapacityBytes, int controllerPort) {
        try {
            requireKnown(capacities);
            Map<String, TierSpec> specs = new LinkedHashMap<>();
            tiers.nodes()
                    .forEach((tier, nodes) ->
                            specs.put(tier, new TierSpec(nodes, capacityBytes(tier, defaultCapacityBytes))));
            return new ClusterSpec(shards, specs, controllerPort);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private long capacityBytes(String tier, ToLongFunction<String> defaultBytes) {
        return capacities.of(tier).orElseGet(() -> defaultBytes.applyAsLong(tier));
    }

    private void requireKnown(TierCapacities given) {
        for (String tier : given.bytes().keySet()) {
            if (!tier.equals(TierCapacities.ANY_TIER) && !tiers.nodes().containsKey(tier)) {
                throw new IllegalArgumentException("--capacity: no tier '" + tier + "' among "
                        + tiers.nodes().keySet());
            }
        }
    }

    /** Nodes that keep their chunks in memory. */
    int memoryNodes() {
        return tiers.nodes().getOrDefault(ClusterSpec.MEMORY_TIER, 0);
    }

    /** Nodes that keep their chunks on a disk. */
    int diskNodes() {
        return tiers.nodes().values().stream().mapToInt(Integer::intValue).sum() - memoryNodes();
    }
}
