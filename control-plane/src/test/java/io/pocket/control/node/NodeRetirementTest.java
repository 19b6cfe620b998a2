package io.pocket.control.node;

import static io.pocket.control.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pocket.control.cluster.ClusterEvent;
import io.pocket.control.cluster.ClusterLedger;
import io.pocket.control.cluster.ClusterLedger.Change;
import io.pocket.control.cluster.ClusterState;
import io.pocket.control.cluster.DataDirectory;
import io.pocket.control.cluster.Events;
import io.pocket.control.cluster.Job;
import io.pocket.control.cluster.JobTerms;
import io.pocket.control.placement.Demand;
import io.pocket.control.placement.Placement;
import io.pocket.control.placement.Placement.Share;
import io.pocket.control.push.FakeCluster;
import io.pocket.control.push.FakeCluster.Mood;
import io.pocket.control.push.PeerId;
import io.pocket.control.push.PushProperties;
import io.pocket.control.push.Pusher;
import io.pocket.control.quota.NodeShare;
import io.pocket.control.quota.Quotas;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.Tier;
import io.pocket.protocol.WeightMap;
import io.pocket.protocol.message.Drain;
import io.pocket.protocol.message.JobGrant;
import io.pocket.protocol.message.JobPut;
import io.pocket.protocol.message.NodeStat;
import io.pocket.protocol.message.NodeStatReply;
import io.pocket.protocol.message.NodeState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The nodes are 1 and 2, of 1,000 bytes each; jobs have shard 1. */
class NodeRetirementTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final PeerId SHARD = PeerId.shard(1);
    private static final PeerId NODE = PeerId.node(1);
    private static final NodeStatReply EMPTY = new NodeStatReply(1000, 0, 0, 0, 0, 0, NodeState.DRAINING);

    @TempDir
    Path path;

    private final FakeCluster cluster = new FakeCluster();
    private final NodeReports reports = new NodeReports();
    private DataDirectory directory;
    private ClusterLedger ledger;
    private Pusher pusher;
    private NodeRetirement retirement;
    private StrandedJobs stranded;

    @BeforeEach
    void start() {
        directory = DataDirectory.open(path);
        ledger = new ClusterLedger(directory.repository());
        keep(Events.nodeRegistered(1, 11, 7001));
        keep(Events.nodeRegistered(2, 12, 7002));
        keep(Events.shardRegistered(1, 5, 7000));
        PushProperties properties = new PushProperties(Duration.ofMillis(20), 3, Duration.ofMillis(200), 64);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        pusher = new Pusher(cluster, ledger, properties, registry);
        JobMoves moves = new JobMoves(new ClusterViews(pusher, reports));
        retirement = new NodeRetirement(ledger, moves, pusher, reports, properties, registry, () -> NOW);
        stranded = new StrandedJobs(ledger, moves, pusher);
        pusher.start();
    }

    @AfterEach
    void stop() throws IOException {
        pusher.close();
        ledger.close();
        directory.close();
    }

    private void keep(ClusterEvent event) {
        ledger.change(state -> Change.of(event, event));
    }

    private void admit(long number, long quotaBytes, Share... shares) {
        Placement placement = new Placement(List.of(Tier.DRAM), List.of(shares), List.of(1));
        Demand demand = new Demand(true, 1, 100, 600, List.of(Tier.DRAM), 60, 1, 1, List.of());
        JobTerms terms = new JobTerms(false, 0, new Quotas(quotaBytes, 0, 0, 0, 0), List.of(), List.of());
        keep(new ClusterEvent.JobAdmitted(
                new Job(number, "sort", demand, placement, 1, NOW, NOW.plusSeconds(60), true, terms)));
    }

    private static Share share(int node, long guaranteedBytes) {
        return new Share(node, 10_000, guaranteedBytes);
    }

    private ClusterState state() {
        return ledger.state();
    }

    private WeightMap map(long job) {
        return state().weightMap(state().jobs().get(job));
    }

    private void awaitMap(long job, long epoch) {
        eventually(() -> assertThat(cluster.received(SHARD, JobPut.class))
                .filteredOn(put -> put.job() == job)
                .last()
                .satisfies(put -> assertThat(put.weightMap().epoch()).isEqualTo(epoch)));
    }

    @Test
    void shouldShowNodesByIdAndByAddress() {
        reports.take(1, Tier.DRAM, report(700, 3), NOW);

        assertThat(retirement.at(new HostPort("127.0.0.1", 7001)))
                .contains(new NodeSight(
                        1, "", new HostPort("127.0.0.1", 7001), Tier.DRAM, NodeSight.State.LIVE, 700, 3, true));
        assertThat(retirement.at(new HostPort("127.0.0.1", 7009))).isEmpty();
        assertThat(retirement.node(2))
                .hasValueSatisfying(node -> assertThat(node.usedBytes()).isZero());
        assertThat(retirement.nodes()).extracting(NodeSight::id).containsExactly(1, 2);
    }

    private static NodeReport report(long usedBytes, long chunks) {
        NodeReport.NodeUse use = new NodeReport.NodeUse(usedBytes, 1000L, chunks, null, 0, 0, Map.of());
        return new NodeReport(1L, 1L, List.of(), 0, 0, 0, 0, List.of(), use);
    }

    @Test
    void shouldTakeTheWeightFromANodeThatDrainsAndTellEverybodyConcerned() {
        admit(1, 0, share(1, 100), share(2, 100));

        retirement.drain(1, "it is old");

        assertThat(map(1).members()).extracting(WeightMap.Member::weight).containsExactly(0, 10_000);
        assertThat(map(1).epoch()).isEqualTo(2);
        assertThat(retirement.node(1))
                .hasValueSatisfying(node -> assertThat(node.state()).isEqualTo(NodeSight.State.DRAINING));
        awaitMap(1, 2);
        eventually(() -> assertThat(cluster.received(NODE, Drain.class)).endsWith(new Drain(true)));
    }

    @Test
    void shouldGiveTheWeightBack() {
        admit(1, 0, share(1, 100), share(2, 100));
        retirement.drain(1, "it is old");

        retirement.undrain(1);

        assertThat(map(1).members()).extracting(WeightMap.Member::weight).containsExactly(10_000, 10_000);
        awaitMap(1, 3);
        eventually(() -> assertThat(cluster.received(NODE, Drain.class)).endsWith(new Drain(false)));
    }

    @Test
    void shouldDoNothingTwiceNorToANodeThatIsNotThere() {
        retirement.drain(1, "it is old");
        long version = state().version();

        retirement.drain(1, "it is very old");
        retirement.undrain(2);
        retirement.drain(9, "it never was");
        retirement.left(9, true);

        assertThat(state().version()).isEqualTo(version);
        assertThat(state().nodes().get(1).life().drainReason()).isEqualTo("it is old");
        assertThatIllegalArgumentException().isThrownBy(() -> retirement.drain(1, " "));
    }

    @Test
    void shouldNotTakeBackWhatTheNodesOwnProcessDecided() {
        admit(1, 0, share(1, 0), share(2, 0));
        retirement.leaving(1, "SIGTERM");
        retirement.drain(1, "it is old");

        retirement.undrain(1);

        assertThat(state().nodes().get(1).life().drains()).isTrue();
        assertThat(map(1).members().getFirst().weight()).isZero();
    }

    @Test
    void shouldGiveJobsOtherNodesWhenAllOfTheirsDrain() {
        admit(1, 0, share(1, 100));

        retirement.drain(1, "it is old");

        assertThat(map(1).members())
                .extracting(WeightMap.Member::nodeId, WeightMap.Member::weight)
                .containsExactly(tuple(1, 0), tuple(2, 10_000));
        eventually(() ->
                assertThat(cluster.received(PeerId.node(2), JobGrant.class)).contains(new JobGrant(1, 0, 0, 0)));
    }

    @Test
    void shouldNotPlaceJobsOnNodesThatDrainThemselves() {
        retirement.drain(2, "it is old");
        admit(1, 0, share(1, 100));

        retirement.drain(1, "it is old too");

        assertThat(map(1).members()).extracting(WeightMap.Member::nodeId).containsExactly(1);
    }

    @Test
    void shouldGiveAStrandedJobTheNextNodeThatComes() {
        retirement.drain(2, "it is old");
        admit(1, 0, share(1, 100));
        retirement.drain(1, "it is old too");
        stranded.rescue();
        long version = state().version();
        keep(Events.nodeRegistered(3, 13, 7003));
        pusher.nodeRegistered(Events.node(3, 13, 7003));

        stranded.rescue();
        stranded.rescue();

        assertThat(map(1).members())
                .extracting(WeightMap.Member::nodeId, WeightMap.Member::weight)
                .containsExactly(tuple(1, 0), tuple(3, 10_000));
        assertThat(state().version()).as("a registration and one move").isEqualTo(version + 2);
        eventually(() ->
                assertThat(cluster.received(PeerId.node(3), JobGrant.class)).contains(new JobGrant(1, 0, 0, 0)));
    }

    @Test
    void shouldLetTheByteQuotaFollow() {
        admit(1, 800, share(1, 100), share(2, 100));

        retirement.drain(1, "it is old");
        assertThat(state().jobs().get(1L).terms().nodeShares())
                .containsExactly(new NodeShare(1, 100), new NodeShare(2, 700));
        eventually(() ->
                assertThat(cluster.received(PeerId.node(2), JobGrant.class)).endsWith(new JobGrant(1, 100, 700, 0)));

        retirement.undrain(1);
        assertThat(state().jobs().get(1L).terms().nodeShares())
                .containsExactly(new NodeShare(1, 400), new NodeShare(2, 400));

        retirement.left(1, true);
        assertThat(state().jobs().get(1L).terms().nodeShares()).containsExactly(new NodeShare(2, 800));
    }

    @Test
    void shouldMoveWhatWasGuaranteedOnANodeThatLeft() {
        admit(1, 0, share(1, 300), share(2, 100));

        retirement.left(1, true);

        assertThat(state().jobs().get(1L).placement().shares()).containsExactly(share(2, 400));
        assertThat(map(1).members()).extracting(WeightMap.Member::nodeId).containsExactly(2);
        assertThat(state().guaranteedBytesByNode()).isEqualTo(Map.of(2, 400L));
        eventually(() ->
                assertThat(cluster.received(PeerId.node(2), JobGrant.class)).endsWith(new JobGrant(1, 400, 0, 0)));
        awaitMap(1, state().jobs().get(1L).mapEpoch());
    }

    @Test
    void shouldPromiseNoMoreThanThereIsWhenSeveralJobsMove() {
        admit(1, 0, share(1, 600));
        admit(2, 0, share(1, 300), share(2, 300));

        retirement.left(1, true);

        assertThat(state().jobs().get(1L).placement().guaranteedBytes(2)).isEqualTo(600);
        assertThat(state().jobs().get(2L).placement().guaranteedBytes(2))
                .as("100 of 300 have room")
                .isEqualTo(400);
        assertThat(state().guaranteedBytesByNode()).isEqualTo(Map.of(2, 1000L));
    }

    @Test
    void shouldForgetWhatItKnewOfANodeThatLeft() {
        reports.take(1, Tier.DRAM, report(700, 3), NOW);

        retirement.left(1, true);

        assertThat(retirement.node(1)).isEmpty();
        assertThat(reports.usedBytes(1)).isZero();
        assertThat(state().departedNodes().get(1).isLost(11)).isTrue();
    }

    @Test
    void shouldTakeANodeForEmptyOnlyIfItSaysSoItself() {
        cluster.setStat(NODE, EMPTY);
        assertThat(retirement.isEmpty(1)).as("it may be given data any time").isFalse();
        retirement.drain(1, "it is old");
        eventually(() -> assertThat(cluster.received(NODE, Drain.class)).endsWith(new Drain(true)));

        assertThat(retirement.isEmpty(1)).isTrue();

        cluster.setStat(NODE, new NodeStatReply(1000, 0, 0, 0, 0, 0, NodeState.LIVE));
        assertThat(retirement.isEmpty(1))
                .as("it does not know yet that it drains")
                .isFalse();
        cluster.setStat(NODE, new NodeStatReply(1000, 0, 0, 0, 1, 0, NodeState.DRAINING));
        assertThat(retirement.isEmpty(1)).as("a chunk, pending or not").isFalse();
        cluster.setStat(NODE, new NodeStatReply(1000, 0, 0, 0, 0, 1, NodeState.DRAINING));
        assertThat(retirement.isEmpty(1)).as("somebody is being answered").isFalse();
    }

    @Test
    void shouldNotTakeASilentNodeForEmpty() {
        cluster.setStat(NODE, EMPTY);
        retirement.drain(1, "it is old");
        cluster.setFor(NODE, NodeStat.class, Mood.FORGETFUL);

        assertThat(retirement.isEmpty(1)).isFalse();

        cluster.set(NODE, Mood.DOWN);
        assertThat(retirement.isEmpty(1)).isFalse();
        assertThat(retirement.isEmpty(9)).isFalse();
    }
}
