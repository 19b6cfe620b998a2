package io.pocket.control.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterStateTest {

    private final ClusterState state = ClusterState.EMPTY.after(List.of(
            Events.nodeRegistered(1, 11, 7001),
            Events.shardRegistered(1, 5, 7000),
            Events.jobAdmitted(1, 1, 1),
            new ClusterEvent.JobConfirmed(1)));

    @Test
    void shouldFindAJobByItsWholeIdOnly() {
        assertThat(state.job("sort-1")).isPresent();
        assertThat(state.job("count-1")).isEmpty();
        assertThat(state.job("sort-01")).isEmpty();
        assertThat(state.job("sort-")).isEmpty();
        assertThat(state.job("")).isEmpty();
        assertThat(state.job("99999999999999999999")).isEmpty();
    }

    @Test
    void shouldKeepTheFirstShardOfAJobThatIsSpread() {
        ClusterState spread = state.after(List.of(new ClusterEvent.JobSpread(1, 7)));

        assertThat(spread.jobs().get(1L).placement().shards()).containsExactly(1, 7);
        assertThat(spread.jobs().get(1L).takesShard(8)).as("its demand is two").isFalse();
        assertThat(state.jobs().get(1L).takesShard(1)).as("it has that one").isFalse();
        assertThat(state.jobs().get(1L).takesShard(8)).isTrue();
        assertThat(ClusterState.EMPTY.after(spread.asEvents()).jobs()).isEqualTo(spread.jobs());
    }

    @Test
    void shouldAdvanceTheMapsOfJobsWhoseNodeIsElsewhere() {
        ClusterState moved = state.after(List.of(Events.nodeRegistered(1, 11, 7002)));

        assertThat(moved.jobs().get(1L).mapEpoch()).isEqualTo(2);
        assertThat(moved.weightMap(moved.jobs().get(1L)).members().getFirst().address())
                .isEqualTo("127.0.0.1:7002");
    }

    @Test
    void shouldLeaveMapsAloneWhenANodeComesBackAsItWas() {
        ClusterState same = state.after(List.of(Events.nodeRegistered(1, 11, 7001)));

        assertThat(same.jobs().get(1L).mapEpoch()).isEqualTo(1);
    }

    @Test
    void shouldHoldNothingForADroppedJob() {
        assertThat(state.guaranteedBytesByNode()).containsEntry(1, 100L);

        ClusterState dropped = state.after(List.of(Events.jobDropped(1)));

        assertThat(dropped.guaranteedBytesByNode()).isEmpty();
        assertThat(dropped.tombstones()).containsKey(1L);
        assertThat(dropped.lastJobNumber()).isEqualTo(1);
    }

    @Test
    void shouldRememberFormerIncarnationsAsLostUpToABound() {
        Node node = Events.node(1, 1, 7001);
        for (long incarnation = 2; incarnation <= 100; incarnation++) {
            node = Events.node(1, incarnation, 7001).succeeding(node);
        }

        assertThat(node.lostIncarnations()).hasSize(16).endsWith(98L, 99L);
    }

    @Test
    void shouldGiveADrainingNodeNoWeightAndTakeThatBack() {
        ClusterState draining = state.after(List.of(new ClusterEvent.NodeDraining(1, "it is old")));
        ClusterState back = draining.after(List.of(new ClusterEvent.NodeUndrained(1)));

        assertThat(weight(draining)).isZero();
        assertThat(draining.jobs().get(1L).mapEpoch()).isEqualTo(2);
        assertThat(draining.nodes().get(1).life().drainReason()).isEqualTo("it is old");
        assertThat(weight(back)).isEqualTo(10_000);
        assertThat(back.jobs().get(1L).mapEpoch()).isEqualTo(3);
    }

    @Test
    void shouldLeaveMapsAloneWhenADrainingNodeIsLeavingToo() {
        ClusterState leaving =
                state.after(List.of(new ClusterEvent.NodeDraining(1, "it is old"), new ClusterEvent.NodeLeaving(1)));

        assertThat(leaving.jobs().get(1L).mapEpoch()).isEqualTo(2);
    }

    @Test
    void shouldEndWithARegistrationOnlyWhatTheProcessItselfAskedFor() {
        Node former =
                state.after(List.of(new ClusterEvent.NodeLeaving(1))).nodes().get(1);
        Node drained = state.after(
                        List.of(new ClusterEvent.NodeDraining(1, "it is old"), new ClusterEvent.NodeLeaving(1)))
                .nodes()
                .get(1);

        assertThat(former.life().drains()).isTrue();
        assertThat(Events.node(1, 11, 7001).succeeding(former).life().drains()).isFalse();
        assertThat(Events.node(1, 11, 7001).succeeding(drained).life()).isEqualTo(new NodeLife("it is old", false));
    }

    @Test
    void shouldTakeANodeThatLeftOutOfEveryJob() {
        ClusterState left = state.after(List.of(Events.nodeLeft(1, 11, true)));

        assertThat(left.nodes()).isEmpty();
        assertThat(left.departedNodes().get(1).isLost(11)).isTrue();
        assertThat(left.weightMap(left.jobs().get(1L)).members()).isEmpty();
        assertThat(left.jobs().get(1L).mapEpoch()).isEqualTo(2);
        assertThat(left.guaranteedBytesByNode()).isEmpty();
        assertThat(left.lastNodeId()).isEqualTo(1);
    }

    @Test
    void shouldRememberThoseThatLeftLastUpToABound() {
        ClusterState left = state;
        for (int node = 1; node <= ClusterState.MAX_DEPARTED_NODES + 10; node++) {
            Node gone = Events.node(node, node, 7001);
            left = left.after(
                    List.of(new ClusterEvent.NodeLeft(new DepartedNode(gone, true, Instant.ofEpochSecond(node)))));
        }

        assertThat(left.departedNodes())
                .hasSize(ClusterState.MAX_DEPARTED_NODES)
                .doesNotContainKey(10)
                .containsKey(11);
    }

    private static int weight(ClusterState state) {
        return state.weightMap(state.jobs().get(1L)).members().getFirst().weight();
    }

    @Test
    void shouldNotTakeARestartWithChunksForALoss() {
        Node node = Events.node(1, 1, 7001).succeeding(Events.node(1, 1, 7000));

        assertThat(node.lostIncarnations()).isEmpty();
    }

    @Test
    void shouldComeBackFromItsShortestEvents() {
        ClusterState long1 = state.after(List.of(
                Events.nodeRegistered(1, 12, 7001),
                Events.jobAdmitted(2, 1, 1),
                Events.jobDropped(1),
                Events.nodeRegistered(2, 13, 7002),
                Events.nodeRegistered(3, 14, 7003),
                new ClusterEvent.NodeDraining(1, "it is old"),
                new ClusterEvent.NodeLeaving(2),
                Events.nodeLeft(3, 14, true),
                Events.nodeLeft(4, 15, false)));

        ClusterState back = ClusterState.EMPTY.after(long1.asEvents());

        assertThat(back).usingRecursiveComparison().ignoringFields("version").isEqualTo(long1);
    }
}
