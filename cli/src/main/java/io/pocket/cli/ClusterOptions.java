package io.pocket.cli;

import io.pocket.cli.cluster.ClusterSpec;
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
            converter = ByteCount.class,
            description = "What each node stores, such as 768m or 2g. Default: enough for the demo, 512m for up")
    private Long capacityBytes;

    /** The cluster; a bad value is an error of the command line. */
    ClusterSpec spec(long defaultCapacityBytes, int controllerPort) {
        try {
            long bytes = capacityBytes == null ? defaultCapacityBytes : capacityBytes;
            return new ClusterSpec(shards, tiers.nodes(), bytes, controllerPort);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    /** Nodes of all tiers. */
    int nodes() {
        return Math.max(
                1, tiers.nodes().values().stream().mapToInt(Integer::intValue).sum());
    }
}
