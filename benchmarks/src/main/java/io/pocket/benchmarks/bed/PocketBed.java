package io.pocket.benchmarks.bed;

import io.pocket.cli.cluster.ClusterSpec;
import io.pocket.cli.cluster.ClusterSpec.TierSpec;
import io.pocket.cli.cluster.Installation;
import io.pocket.cli.cluster.LocalCluster;
import io.pocket.cli.cluster.ProcessTerms;
import io.pocket.client.JobRequest;
import io.pocket.client.JobTicket;
import io.pocket.client.PocketController;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A cluster as {@code ./pocket up} starts it (controller, one shard, DRAM nodes, a monitor for each), and a job on it. */
public final class PocketBed implements AutoCloseable {
    /** The first shard's process. */
    public static final String SHARD = "shard-1";

    /** The first node's process. */
    public static final String NODE = "node-dram-1";

    private final LocalCluster cluster;
    private final PocketController controller;
    private final JobTicket job;

    private PocketBed(LocalCluster cluster) {
        this.cluster = cluster;
        this.controller = PocketController.at(cluster.controller());
        this.job = register("bench");
    }

    /**
     * Starts a cluster of shipped defaults.
     *
     * @param nodes DRAM nodes
     * @param capacityBytes of each
     */
    public static PocketBed start(int nodes, long capacityBytes) {
        return start(nodes, capacityBytes, process -> ProcessTerms.USUAL);
    }

    /**
     * As {@link #start(int, long)}, with processes run otherwise.
     *
     * @param terms by the process's name
     */
    public static PocketBed start(int nodes, long capacityBytes, Function<String, ProcessTerms> terms) {
        Map<String, TierSpec> tiers = new LinkedHashMap<>();
        tiers.put(ClusterSpec.MEMORY_TIER, new TierSpec(nodes, capacityBytes));
        LocalCluster cluster = LocalCluster.start(new ClusterSpec(1, tiers, 0), Installation.ofSystemProperty(), terms);
        try {
            return new PocketBed(cluster);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** With every process on one core. */
    public static PocketBed startOnOneCore(long capacityBytes) {
        return start(1, capacityBytes, process -> ProcessTerms.USUAL.withPrefix(Cores.oneCore()));
    }

    /** With objects of every size on data nodes: none are inline. */
    public static PocketBed startWithoutInline(long capacityBytes) {
        return start(
                1,
                capacityBytes,
                process -> process.equals(SHARD)
                        ? ProcessTerms.USUAL.withArguments(List.of("--inline-limit=0"))
                        : ProcessTerms.USUAL);
    }

    /** For clients of the job. */
    public String connectionString() {
        return job.connectionString();
    }

    /** Registers another job. */
    public JobTicket register(String name) {
        return controller.register(JobRequest.named(name));
    }

    /** Ends a job. */
    public void deregister(JobTicket ended) {
        controller.deregister(ended.id());
    }

    /** Process id of a member, such as {@link #NODE}. */
    public long pid(String process) {
        return cluster.processes().process(process).pid();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
