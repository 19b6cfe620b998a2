package io.pocket.control.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.control.placement.ClusterView.NodeView;
import io.pocket.control.placement.ClusterView.ShardView;
import io.pocket.control.placement.Placement.Share;
import io.pocket.control.placement.Shortage.Resource;
import io.pocket.protocol.Tier;
import io.pocket.protocol.WeightMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlacerTest {

    private static final List<Tier> TIERS = List.of(Tier.values());
    private static final List<ShardView> ONE_SHARD = List.of(new ShardView(1, 0));

    private final Rightsizer rightsizer = new Rightsizer(Sizings.published());
    private final Placer placer = new Placer();

    @Test
    void shouldWeighNodesOfTheFirstTierByWhatIsFreeAndSpillToTheOthers() {
        Placement placement = placed(
                demand(null, Tier.DRAM, Tier.SSD),
                node(1, Tier.DRAM, "a", 1000, 0, 0),
                node(2, Tier.DRAM, "b", 1000, 500, 0),
                node(3, Tier.SSD, "c", 9000, 0, 0));

        assertThat(placement.shares())
                .containsExactly(new Share(1, 10_000, 0), new Share(2, 5_000, 0), new Share(3, 0, 0));
        assertThat(placement.tiers()).containsExactly(Tier.DRAM, Tier.SSD);
    }

    @Test
    void shouldStartWithTheFirstTierThatHasRoom() {
        Placement placement = placed(
                demand(null, Tier.DRAM, Tier.SSD),
                node(1, Tier.DRAM, "a", 1000, 1000, 0),
                node(2, Tier.SSD, "b", 10, 0, 0));

        assertThat(placement.shares()).containsExactly(new Share(2, 10_000, 0));
    }

    @Test
    void shouldUseOnlyTheTiersThatTheJobAllows() {
        PlacementResult result = placer.place(
                new ClusterView(List.of(node(1, Tier.DRAM, "a", 1000, 0, 0)), ONE_SHARD), demand(null, Tier.NVME), 1);

        assertThat(result).isInstanceOfSatisfying(Shortage.class, shortage -> {
            assertThat(shortage.resource()).isEqualTo(Resource.NODES);
            assertThat(shortage.explanation()).contains("nvme");
        });
    }

    @Test
    void shouldFillTiersInOrderWithAGuarantee() {
        Placement placement = placed(
                demand(1200L, Tier.DRAM, Tier.SSD),
                node(1, Tier.DRAM, "a", 1000, 0, 400),
                node(2, Tier.DRAM, "b", 1000, 700, 0),
                node(3, Tier.SSD, "c", 9000, 0, 0));

        assertThat(placement.guaranteedBytes(1)).isEqualTo(600);
        assertThat(placement.guaranteedBytes(2)).isEqualTo(300);
        assertThat(placement.guaranteedBytes(3)).isEqualTo(300);
    }

    @Test
    void shouldTellHowManyBytesAreMissing() {
        PlacementResult result = placer.place(
                new ClusterView(List.of(node(1, Tier.DRAM, "a", 1000, 0, 1)), ONE_SHARD), demand(1000L, Tier.DRAM), 1);

        assertThat(result).isInstanceOfSatisfying(Shortage.class, shortage -> {
            assertThat(shortage.resource()).isEqualTo(Resource.BYTES);
            assertThat(shortage.needed()).isEqualTo(1000);
            assertThat(shortage.available()).isEqualTo(999);
        });
    }

    @Test
    void shouldWantDistinctMachinesForReplicas() {
        Demand twice = rightsizer.size(new Hints(null, null, null, null, null, null, 2, null));

        PlacementResult result = placer.place(
                new ClusterView(
                        List.of(node(1, Tier.DRAM, "a", 10, 0, 0), node(2, Tier.DRAM, "a", 10, 0, 0)), ONE_SHARD),
                twice,
                1);

        assertThat(result)
                .isInstanceOfSatisfying(
                        Shortage.class,
                        shortage -> assertThat(shortage.resource()).isEqualTo(Resource.MACHINES));
    }

    @Test
    void shouldWantAShard() {
        PlacementResult result = placer.place(
                new ClusterView(List.of(node(1, Tier.DRAM, "a", 10, 0, 0)), List.of()), demand(null, Tier.DRAM), 1);

        assertThat(result)
                .isInstanceOfSatisfying(
                        Shortage.class,
                        shortage -> assertThat(shortage.resource()).isEqualTo(Resource.SHARDS));
    }

    @Test
    void shouldTakeTheShardsWithFewestJobs() {
        Demand twoShards = rightsizer.size(new Hints(null, null, null, null, null, null, null, 2));
        ClusterView view = new ClusterView(
                List.of(node(1, Tier.DRAM, "a", 10, 0, 0)),
                List.of(new ShardView(1, 5), new ShardView(2, 1), new ShardView(3, 3)));

        Placement placement = (Placement) placer.place(view, twoShards, 1);

        assertThat(placement.shards()).containsExactly(2, 3);
    }

    @Test
    void shouldKeepTheEmptiestNodesWhenThereAreMoreThanAMapHolds() {
        NodeView[] nodes = IntStream.rangeClosed(1, WeightMap.MAX_MEMBERS + 1)
                .mapToObj(id -> node(id, Tier.DRAM, "m" + id, 1000 + id, 0, 0))
                .toArray(NodeView[]::new);

        Placement placement = placed(demand(null, Tier.DRAM), nodes);

        assertThat(placement.shares()).hasSize(WeightMap.MAX_MEMBERS);
        assertThat(placement.uses(1)).isFalse();
    }

    @Test
    void shouldSplitExactlyWhereAProductDoesNotFitALong() {
        long huge = Hints.MAX_CAPACITY_BYTES;
        Placement placement = placed(
                demand(huge, Tier.HDD),
                node(1, Tier.HDD, "a", huge, 0, 0),
                node(2, Tier.HDD, "b", huge, 1, 0),
                node(3, Tier.HDD, "c", huge, 2, 0));

        assertThat(placement.shares().stream().mapToLong(Share::guaranteedBytes).sum())
                .isEqualTo(huge);
    }

    static IntStream seeds() {
        return IntStream.range(0, 500);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldNeverPromiseMoreThanThereIs(int seed) {
        Random random = new Random(seed);
        ClusterView view = randomView(random);
        Demand demand = rightsizer.size(randomHints(random));

        PlacementResult result = placer.place(view, demand, seed);

        assertThat(placer.place(view, demand, seed)).isEqualTo(result);
        switch (result) {
            case Placement placement -> assertHolds(placement, view, demand);
            case Shortage shortage -> assertThat(shortage.available()).isLessThan(shortage.needed());
        }
    }

    private static void assertHolds(Placement placement, ClusterView view, Demand demand) {
        Map<Integer, NodeView> nodes = new HashMap<>();
        view.nodes().forEach(node -> nodes.put(node.id(), node));
        assertThat(placement.shares()).allSatisfy(share -> {
            assertThat(share.weight()).isBetween(0, Placer.WEIGHT_SCALE);
            assertThat(share.guaranteedBytes())
                    .isBetween(0L, nodes.get(share.node()).freeBytes());
            assertThat(demand.tiers()).contains(nodes.get(share.node()).tier());
        });
        assertThat(placement.shares().stream().map(Share::node)).doesNotHaveDuplicates();
        assertThat(placement.shares().stream().mapToLong(Share::weight).sum()).isPositive();
        assertThat(placement.shares().stream().mapToLong(Share::guaranteedBytes).sum())
                .isEqualTo(demand.guaranteedBytes());
        assertThat(placement.shards()).isNotEmpty();
    }

    private static ClusterView randomView(Random random) {
        List<NodeView> nodes = new ArrayList<>();
        for (int id = 1; id <= random.nextInt(12); id++) {
            long capacity = 1 + random.nextLong(1L << (1 + random.nextInt(50)));
            nodes.add(node(
                    id,
                    TIERS.get(random.nextInt(4)),
                    "m" + random.nextInt(4),
                    capacity,
                    random.nextLong(capacity + 1),
                    random.nextBoolean() ? 0 : random.nextLong(capacity + 1)));
        }
        List<ShardView> shards = IntStream.rangeClosed(1, random.nextInt(4))
                .mapToObj(id -> new ShardView(id, random.nextInt(3)))
                .toList();
        return new ClusterView(nodes, shards);
    }

    private static Hints randomHints(Random random) {
        return new Hints(
                random.nextBoolean() ? null : random.nextBoolean(),
                null,
                random.nextBoolean() ? null : 1 + random.nextLong(1L << (1 + random.nextInt(50))),
                null,
                random.nextBoolean() ? null : List.of(TIERS.get(random.nextInt(4))),
                null,
                random.nextBoolean() ? null : 1 + random.nextInt(3),
                random.nextBoolean() ? null : 1 + random.nextInt(3));
    }

    private Placement placed(Demand demand, NodeView... nodes) {
        return (Placement) placer.place(new ClusterView(List.of(nodes), ONE_SHARD), demand, 1);
    }

    private Demand demand(Long capacityBytes, Tier... tiers) {
        return rightsizer.size(new Hints(null, null, capacityBytes, null, List.of(tiers), null, null, null));
    }

    private static NodeView node(int id, Tier tier, String machine, long capacity, long used, long guaranteed) {
        return new NodeView(id, tier, machine, capacity, used, guaranteed);
    }
}
