package io.pocket.benchmarks.metadata;

import io.pocket.benchmarks.bed.Peers;
import io.pocket.benchmarks.bed.PocketBed;
import io.pocket.benchmarks.bed.ProcessFigures;
import io.pocket.benchmarks.bed.ProcessFigures.Resident;
import io.pocket.benchmarks.contender.ContenderKind;
import io.pocket.benchmarks.stats.Latencies;
import io.pocket.benchmarks.worker.Worker;
import io.pocket.cli.cluster.JvmMemory;
import io.pocket.cli.cluster.ProcessTerms;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Fills a shard with objects that have a time to live, and sees what each costs in memory and how long the shard ever stands still.
 */
public final class ManyObjects {
    private static final Duration TTL = Duration.ofDays(1);
    private static final Duration TIME_MAX = Duration.ofMinutes(60);
    private static final long CAPACITY_BYTES = 256L << 20;
    private static final int WARM_UP_NAMES = 10_000;
    private static final Duration WARM_UP = Duration.ofSeconds(8);

    private ManyObjects() {}

    /**
     * The shard's size where it differs from the shipped one.
     *
     * @param memory of its Java machine
     * @param arguments further ones, {@code --name=value}
     */
    public record ShardSize(JvmMemory memory, List<String> arguments) {
        @Override
        public String toString() {
            return "heap " + memory.heap() + " MiB, " + String.join(" ", arguments);
        }
    }

    /**
     * What was found.
     *
     * @param objects that were committed
     * @param load the load's cost
     * @param before resident memory after the warm-up
     * @param after resident memory with all objects there
     * @param shard delays of a probe of the shard meanwhile
     * @param machine delays of the same probe of a process that does nothing else, at the same time
     */
    public record Outcome(
            long objects, MetadataLoad.Cost load, Resident before, Resident after, Latencies shard, Latencies machine) {
        public double bytesPerObject() {
            return (after.totalBytes() - before.totalBytes()) / (double) objects;
        }

        public double pauseMillisMax() {
            return shard.maxMicros() / 1e3;
        }
    }

    /** Commits so many objects (and looks up as many). */
    public static Outcome measure(int objects, ShardSize size, Consumer<String> progress) throws InterruptedException {
        ProcessTerms terms = ProcessTerms.USUAL.withMemory(size.memory()).withArguments(size.arguments());
        try (Peers peers = new Peers(List.of());
                PocketBed pocket = PocketBed.start(
                        1, CAPACITY_BYTES, name -> name.equals(PocketBed.SHARD) ? terms : ProcessTerms.USUAL);
                Worker driver = Worker.start(List.of())) {
            peers.start(ContenderKind.SOCKET);
            try (Probe shard = Probe.ofShard(pocket.connectionString());
                    Probe machine =
                            Probe.ofMachine(peers.address(ContenderKind.SOCKET).orElseThrow())) {
                progress.accept("metadata: warming up");
                MetadataLoad.run(pocket, driver, WARM_UP_NAMES, TTL, Long.MAX_VALUE, WARM_UP);
                progress.accept("metadata: committing %,d objects".formatted(objects));
                return fill(objects, pocket, driver, shard, machine);
            }
        }
    }

    private static Outcome fill(int objects, PocketBed pocket, Worker driver, Probe shard, Probe machine)
            throws InterruptedException {
        ProcessFigures figures = new ProcessFigures(pocket.pid(PocketBed.SHARD));
        Resident before = figures.resident();
        shard.start();
        machine.start();
        MetadataLoad.Cost cost = MetadataLoad.run(pocket, driver, objects, TTL, 2L * objects, TIME_MAX);
        Latencies ofShard = shard.stop();
        Latencies ofMachine = machine.stop();
        return new Outcome(
                Math.min(objects, cost.operations() / 2), cost, before, figures.resident(), ofShard, ofMachine);
    }
}
