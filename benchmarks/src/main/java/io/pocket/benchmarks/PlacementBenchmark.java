package io.pocket.benchmarks;

import io.pocket.client.core.Placement;
import io.pocket.protocol.Tier;
import io.pocket.protocol.WeightMap;
import io.pocket.protocol.WeightMap.Member;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The draw of the node that takes the next chunk, from maps of one node to the largest; weights differ. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlacementBenchmark {
    private static final int WEIGHTS = 7;

    @Param({"1", "8", "64", "512"})
    public int nodes;

    private final SplittableRandom random = new SplittableRandom(42);
    private WeightMap map;

    @Setup
    public void fill() {
        List<Member> members = IntStream.range(0, nodes)
                .mapToObj(i -> new Member(i + 1, 1, Tier.DRAM, i % WEIGHTS + 1, "10.0.0.1:7300"))
                .toList();
        map = new WeightMap(1, List.of(Tier.DRAM), members);
    }

    @Benchmark
    public Member draw() {
        return Placement.draw(map, member -> true, random::nextLong);
    }
}
