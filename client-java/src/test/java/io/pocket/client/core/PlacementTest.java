package io.pocket.client.core;

import static io.pocket.client.core.ScriptedServers.map;
import static io.pocket.client.core.ScriptedServers.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pocket.protocol.Tier;
import io.pocket.protocol.WeightMap;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private final Random random = new Random(5);

    private int draw(WeightMap map, Integer... unusable) {
        Set<Integer> excluded = Set.of(unusable);
        WeightMap.Member drawn = Placement.draw(map, member -> !excluded.contains(member.nodeId()), random::nextLong);
        return drawn == null ? 0 : drawn.nodeId();
    }

    @Test
    void shouldDrawInProportionToTheWeights() {
        WeightMap map = map(1, member(1, 1), member(2, 2), member(3, 7));
        int[] drawn = new int[4];
        for (int i = 0; i < 100_000; i++) {
            drawn[draw(map)]++;
        }
        assertThat(drawn[1]).isCloseTo(10_000, within(500));
        assertThat(drawn[2]).isCloseTo(20_000, within(500));
        assertThat(drawn[3]).isCloseTo(70_000, within(500));
    }

    @Test
    void shouldSpreadTheChunksOfOneObject() {
        WeightMap map = map(1, member(1, 2), member(2, 1), member(3, 1));
        for (int object = 0; object < 1_000; object++) {
            SpreadTickets tickets = new SpreadTickets(random.nextLong());
            int[] drawn = new int[4];
            for (int chunk = 0; chunk < 16; chunk++) {
                drawn[Placement.draw(map, member -> true, tickets).nodeId()]++;
            }
            assertThat(drawn[1]).isEqualTo(8);
            assertThat(drawn[2]).isEqualTo(4);
        }
    }

    @Test
    void shouldBeginAnywhereAndStillDrawInProportion() {
        WeightMap map = map(1, member(1, 1), member(2, 3));
        int[] drawn = new int[3];
        for (int object = 0; object < 20_000; object++) {
            drawn[
                    Placement.draw(map, member -> true, new SpreadTickets(random.nextLong()))
                            .nodeId()]++;
        }
        assertThat(drawn[1]).isCloseTo(5_000, within(300));
    }

    @Test
    void shouldAlwaysDrawSomebodyHoweverUnequalTheWeights() {
        WeightMap map = map(1, member(1, 1), member(2, Integer.MAX_VALUE), member(3, Integer.MAX_VALUE));
        for (int i = 0; i < 10_000; i++) {
            assertThat(draw(map)).isPositive();
        }
    }

    @Test
    void shouldNotDrawWeightZeroWhileAWeightedMemberIsUsable() {
        WeightMap map = map(1, member(1, 0), member(2, 1));
        for (int i = 0; i < 100; i++) {
            assertThat(draw(map)).isEqualTo(2);
        }
        assertThat(draw(map, 2)).isEqualTo(1);
    }

    @Test
    void shouldSpillInTheOrderOfTiers() {
        WeightMap map = map(1, member(1, 0, Tier.SSD), member(2, 5, Tier.SSD), member(3, 1));
        assertThat(draw(map)).isEqualTo(3);
        assertThat(draw(map, 3)).isEqualTo(2);
        assertThat(draw(map, 3, 2)).isEqualTo(1);
        assertThat(draw(map, 3, 2, 1)).isZero();
    }

    @Test
    void shouldNotUseATierThatTheJobDidNotName() {
        assertThat(draw(map(1, member(1, 5, Tier.HDD)))).isZero();
    }

    @Test
    void shouldSpillToEveryMemberAlike() {
        WeightMap map = map(1, member(1, 0), member(2, 0), member(3, 0));
        int[] drawn = new int[4];
        for (int i = 0; i < 30_000; i++) {
            drawn[draw(map)]++;
        }
        assertThat(drawn[1]).isCloseTo(10_000, within(500));
        assertThat(drawn[2]).isCloseTo(10_000, within(500));
    }
}
