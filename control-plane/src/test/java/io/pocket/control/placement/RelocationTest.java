package io.pocket.control.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.control.placement.ClusterView.NodeView;
import io.pocket.control.placement.Placement.Share;
import io.pocket.control.placement.Relocation.Moved;
import io.pocket.protocol.Tier;
import io.pocket.protocol.WeightMap;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RelocationTest {

    private static Placement placement(Share... shares) {
        return new Placement(List.of(Tier.DRAM, Tier.SSD), List.of(shares), List.of(1));
    }

    private static NodeView node(int id, Tier tier, long capacity, long guaranteed) {
        return new NodeView(id, tier, "machine-" + id, capacity, 0, guaranteed);
    }

    private static Relocation relocation(NodeView... takers) {
        return new Relocation(new ClusterView(List.of(takers), List.of()));
    }

    private static IntPredicate draining(Integer... nodes) {
        return Set.of(nodes)::contains;
    }

    @Test
    void shouldLeaveAJobAloneThatHasANodeToWriteTo() {
        Placement two = placement(new Share(1, 10_000, 0), new Share(2, 5_000, 0));

        assertThat(relocation(node(2, Tier.DRAM, 1000, 0), node(3, Tier.DRAM, 1000, 0))
                        .rescue(two, draining(1)))
                .isEmpty();
    }

    @Test
    void shouldAddOtherNodesOfTheTierWhenAllDrainAndKeepThoseForReading() {
        Placement one = placement(new Share(1, 10_000, 300), new Share(4, 0, 0));

        assertThat(relocation(node(2, Tier.DRAM, 1000, 0), node(3, Tier.DRAM, 500, 0), node(4, Tier.SSD, 9000, 0))
                        .rescue(one, draining(1)))
                .hasValueSatisfying(rescued -> assertThat(rescued.shares())
                        .containsExactly(
                                new Share(1, 10_000, 300),
                                new Share(4, 0, 0),
                                new Share(2, 10_000, 0),
                                new Share(3, 5_000, 0)));
    }

    @Test
    void shouldLetTheNextTierTakeWhatTheFirstCannot() {
        Placement one = placement(new Share(1, 10_000, 0), new Share(4, 0, 70));

        assertThat(relocation(node(2, Tier.DRAM, 1000, 1000), node(4, Tier.SSD, 9000, 70))
                        .rescue(one, draining(1)))
                .hasValueSatisfying(rescued -> assertThat(rescued.shares())
                        .containsExactly(new Share(1, 10_000, 0), new Share(4, 10_000, 70)));
    }

    @Test
    void shouldNotUseTiersThatTheJobDoesNotAllow() {
        assertThat(relocation(node(2, Tier.NVME, 1000, 0)).rescue(placement(new Share(1, 10_000, 0)), draining(1)))
                .isEmpty();
    }

    @Test
    void shouldFindNodesForAJobThatHasNone() {
        assertThat(relocation(node(2, Tier.DRAM, 1000, 0)).rescue(placement(), node -> false))
                .hasValueSatisfying(rescued -> assertThat(rescued.shares()).containsExactly(new Share(2, 10_000, 0)));
    }

    @Test
    void shouldNameNoMoreNodesThanAMapCan() {
        Share[] full = IntStream.rangeClosed(1, WeightMap.MAX_MEMBERS - 1)
                .mapToObj(id -> new Share(id, 10_000, 0))
                .toArray(Share[]::new);

        assertThat(relocation(node(1001, Tier.DRAM, 10, 0), node(1002, Tier.DRAM, 20, 0))
                        .rescue(placement(full), node -> node < 1000))
                .hasValueSatisfying(rescued -> assertThat(rescued.shares())
                        .hasSize(WeightMap.MAX_MEMBERS)
                        .endsWith(new Share(1002, 10_000, 0)));
    }

    @Test
    void shouldMoveAGuaranteeTierAfterTierWithNothingLostOnTheWay() {
        Placement one = placement(new Share(2, 10_000, 100));

        Moved moved = relocation(node(2, Tier.DRAM, 400, 100), node(3, Tier.DRAM, 100, 0), node(4, Tier.SSD, 1000, 0))
                .guarantee(500, one);

        assertThat(moved.unplacedBytes()).isZero();
        assertThat(moved.placement().shares())
                .containsExactly(new Share(2, 10_000, 400), new Share(3, 3_333, 100), new Share(4, 0, 100));
    }

    @Test
    void shouldSayHowMuchOfAGuaranteeHasNoRoom() {
        Moved moved = relocation(node(2, Tier.DRAM, 400, 100)).guarantee(500, placement(new Share(2, 10_000, 100)));

        assertThat(moved.unplacedBytes()).isEqualTo(200);
        assertThat(moved.placement().shares()).containsExactly(new Share(2, 10_000, 400));
    }

    @Test
    void shouldPromiseNoByteTwice() {
        Relocation relocation = relocation(node(2, Tier.DRAM, 100, 0), node(3, Tier.DRAM, 50, 0));

        List<Moved> moved = Stream.generate(() -> relocation.guarantee(60, placement()))
                .limit(3)
                .toList();

        assertThat(moved).extracting(Moved::unplacedBytes).containsExactly(0L, 0L, 30L);
        assertThat(moved.stream()
                        .mapToLong(one -> one.placement().guaranteedBytes(2))
                        .sum())
                .isEqualTo(100);
        assertThat(moved.stream()
                        .mapToLong(one -> one.placement().guaranteedBytes(3))
                        .sum())
                .isEqualTo(50);
    }
}
