package io.pocket.control.push;

import static io.pocket.control.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pocket.control.cluster.ClusterEvent;
import io.pocket.control.cluster.ClusterLedger;
import io.pocket.control.cluster.ClusterLedger.Change;
import io.pocket.control.cluster.DataDirectory;
import io.pocket.control.cluster.Events;
import io.pocket.control.cluster.Job;
import io.pocket.control.cluster.Node;
import io.pocket.control.push.ClusterLink.Target;
import io.pocket.control.push.FakeCluster.Mood;
import io.pocket.protocol.message.Drain;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.JobGrant;
import io.pocket.protocol.message.JobPut;
import io.pocket.protocol.message.NodeEntry;
import io.pocket.protocol.message.NodeState;
import io.pocket.protocol.message.NodesPut;
import io.pocket.protocol.message.Ping;
import io.pocket.protocol.message.ShardsPut;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PusherTest {

    private static final PeerId SHARD = PeerId.shard(1);
    private static final PeerId NODE = PeerId.node(1);

    @TempDir
    Path path;

    private final FakeCluster cluster = new FakeCluster();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private DataDirectory directory;
    private ClusterLedger ledger;
    private Pusher pusher;

    @BeforeEach
    void start() {
        directory = DataDirectory.open(path);
        ledger = new ClusterLedger(directory.repository());
        keep(Events.nodeRegistered(1, 11, 7001));
        keep(Events.shardRegistered(1, 5, 7000));
        pusher = new Pusher(
                cluster, ledger, new PushProperties(Duration.ofMillis(20), 3, Duration.ofMillis(100), 4), registry);
    }

    @AfterEach
    void stop() throws IOException {
        pusher.close();
        ledger.close();
        directory.close();
    }

    @Test
    void shouldTellEachPeerAllThatConcernsItOnceConnected() {
        keep(Events.jobAdmitted(1, 1, 1));
        keep(Events.jobAdmitted(2, 1, 1));
        keep(Events.jobDropped(2));

        pusher.start();

        eventually(() -> {
            assertThat(cluster.received(SHARD, JobPut.class)).singleElement().satisfies(put -> {
                assertThat(put.job()).isEqualTo(1);
                assertThat(put.weightMap().members().getFirst().address()).isEqualTo("127.0.0.1:7001");
            });
            assertThat(cluster.received(SHARD, NodesPut.class)).hasSize(1);
            assertThat(cluster.received(SHARD, ShardsPut.class)).hasSize(1);
            assertThat(cluster.received(SHARD, DropJob.class))
                    .extracting(DropJob::job)
                    .containsExactly(2L);
            assertThat(cluster.received(SHARD, JobGrant.class)).isEmpty();
            assertThat(cluster.received(NODE, JobGrant.class)).containsExactly(new JobGrant(1, 100, 0, 0));
            assertThat(cluster.received(NODE, ShardsPut.class)).hasSize(1);
            assertThat(cluster.received(NODE, DropJob.class))
                    .extracting(DropJob::job)
                    .containsExactly(2L);
            assertThat(cluster.received(NODE, JobPut.class)).isEmpty();
        });
    }

    @Test
    void shouldSayWhomItMeansToReach() {
        pusher.start();

        eventually(() -> {
            assertThat(cluster.targets(NODE))
                    .containsExactly(
                            new Target(NODE, 11, Events.node(1, 11, 7001).address()));
            assertThat(cluster.targets(SHARD).getFirst().identity()).isEqualTo(5);
        });
    }

    @Test
    void shouldTellEverythingAgainAfterAReconnect() {
        keep(Events.jobAdmitted(1, 1, 1));
        pusher.start();
        eventually(() -> assertThat(cluster.received(SHARD, JobPut.class)).hasSize(1));
        cluster.forget(SHARD);

        cluster.disconnect(SHARD);

        eventually(() -> {
            assertThat(cluster.received(SHARD, JobPut.class)).hasSize(1);
            assertThat(cluster.received(SHARD, NodesPut.class)).hasSize(1);
        });
    }

    @Test
    void shouldCompleteWhenTheShardsOfTheJobHaveAcknowledged() throws Exception {
        pusher.start();
        keep(Events.jobAdmitted(1, 1, 1));

        pusher.jobChanged(job(1)).get(10, TimeUnit.SECONDS);

        assertThat(cluster.received(SHARD, JobPut.class))
                .extracting(JobPut::job)
                .contains(1L);
    }

    @Test
    void shouldGoOnWaitingForAShardThatRestarts() throws Exception {
        cluster.set(SHARD, Mood.FORGETFUL);
        pusher.start();
        keep(Events.jobAdmitted(1, 1, 1));
        CompletableFuture<Void> told = pusher.jobChanged(job(1));
        eventually(() -> assertThat(failures("job_put")).isPositive());

        cluster.set(SHARD, Mood.ANSWERING);

        told.get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldTellWhoWaitsThatAShardRefuses() {
        cluster.set(SHARD, Mood.REFUSING);
        pusher.start();
        keep(Events.jobAdmitted(1, 1, 1));

        CompletableFuture<Void> told = pusher.jobChanged(job(1));

        assertThat(told)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(RefusedException.class)
                .withMessageContaining("not this");
    }

    @Test
    void shouldTellABusyPeerAgain() {
        cluster.set(NODE, Mood.BUSY);
        pusher.start();
        eventually(() -> assertThat(failures("shards_put")).isPositive());

        cluster.set(NODE, Mood.ANSWERING);

        eventually(() -> assertThat(cluster.received(NODE, ShardsPut.class)).isNotEmpty());
    }

    @Test
    void shouldDropAJobOnAPeerThatWasDownAtTheTime() {
        keep(Events.jobAdmitted(1, 1, 1));
        cluster.set(NODE, Mood.DOWN);
        pusher.start();
        eventually(() -> assertThat(pusher.reachability(SHARD)).isEqualTo(Reachability.UP));
        keep(Events.jobDropped(1));

        var answers = pusher.jobDropped(ledger.state().tombstones().get(1L));

        assertThat(answers.get(SHARD)).succeedsWithin(Duration.ofSeconds(10));
        assertThat(answers.get(NODE)).isNotDone();
        cluster.set(NODE, Mood.ANSWERING);
        assertThat(answers.get(NODE)).succeedsWithin(Duration.ofSeconds(10));
        assertThat(cluster.received(NODE, JobGrant.class)).isEmpty();
    }

    @Test
    void shouldNotTellOfAJobThatIsGoneByTheTimeItsTurnComes() {
        cluster.set(SHARD, Mood.DOWN);
        pusher.start();
        keep(Events.jobAdmitted(1, 1, 1));
        CompletableFuture<Void> told = pusher.jobChanged(job(1));
        keep(Events.jobDropped(1));

        cluster.set(SHARD, Mood.ANSWERING);

        assertThat(told).failsWithin(Duration.ofSeconds(10));
        assertThat(cluster.received(SHARD, JobPut.class)).isEmpty();
    }

    @Test
    void shouldTellShardsOnlyOfANodesPresentLife() {
        keep(Events.jobAdmitted(1, 1, 1));
        pusher.start();
        eventually(() -> assertThat(cluster.received(SHARD, JobPut.class)).hasSize(1));
        Node emptied =
                Events.node(1, 12, 7002).succeeding(ledger.state().nodes().get(1));
        keep(new ClusterEvent.NodeRegistered(emptied));

        pusher.nodeRegistered(emptied);

        eventually(() -> {
            assertThat(cluster.received(SHARD, NodesPut.class).getLast().nodes())
                    .extracting(NodeEntry::incarnation, NodeEntry::state)
                    .containsExactly(tuple(12L, NodeState.LIVE));
            assertThat(cluster.received(SHARD, JobPut.class)
                            .getLast()
                            .weightMap()
                            .epoch())
                    .isEqualTo(2);
            assertThat(cluster.targets(NODE).getLast().identity()).isEqualTo(12);
        });
    }

    @Test
    void shouldTellANodeWhetherItDrainsAndAgainAfterEachReconnect() {
        pusher.start();
        eventually(() -> assertThat(cluster.received(NODE, Drain.class)).containsExactly(new Drain(false)));
        keep(new ClusterEvent.NodeDraining(1, "it is old"));

        pusher.nodeLifeChanged(1);
        eventually(() -> assertThat(cluster.received(NODE, Drain.class)).endsWith(new Drain(true)));
        cluster.forget(NODE);
        cluster.disconnect(NODE);

        eventually(() -> assertThat(cluster.received(NODE, Drain.class)).containsExactly(new Drain(true)));
        assertThat(cluster.received(SHARD, NodesPut.class))
                .as("what is pending there may still be committed")
                .allSatisfy(put -> assertThat(put.nodes().getFirst().state()).isEqualTo(NodeState.LIVE));
    }

    /** It knows, and must not remember it: the next process is to take data. */
    @Test
    void shouldNotTellANodeToDrainThatDrainsByItself() {
        keep(new ClusterEvent.NodeLeaving(1));

        pusher.start();

        eventually(() -> assertThat(cluster.received(NODE, Drain.class)).containsExactly(new Drain(false)));
    }

    @Test
    void shouldTellShardsThatANodeHasLeftAlsoThoseThatWereDownAtTheTime() {
        pusher.start();
        eventually(() -> assertThat(cluster.received(NODE, Ping.class)).isNotEmpty());
        cluster.set(SHARD, Mood.DOWN);
        keep(Events.nodeLeft(1, 11, true));

        pusher.nodeLeft(1);
        cluster.set(SHARD, Mood.ANSWERING);

        eventually(() -> assertThat(
                        cluster.received(SHARD, NodesPut.class).getLast().nodes())
                .extracting(NodeEntry::nodeId, NodeEntry::incarnation, NodeEntry::state)
                .containsExactly(tuple(1, 11L, NodeState.LOST)));
        cluster.forget(SHARD);
        cluster.disconnect(SHARD);
        eventually(() -> assertThat(cluster.received(SHARD, NodesPut.class))
                .extracting(put -> put.nodes().getFirst().state())
                .containsExactly(NodeState.LOST));
    }

    @Test
    void shouldSpeakToANodeThatHasLeftNoMore() {
        cluster.set(NODE, Mood.FORGETFUL);
        keep(Events.jobAdmitted(1, 1, 1));
        pusher.start();
        eventually(() -> assertThat(pusher.reachability(NODE)).isEqualTo(Reachability.UP));
        keep(Events.jobDropped(1));
        CompletableFuture<?> waiting =
                pusher.jobDropped(ledger.state().tombstones().get(1L)).get(NODE);
        int connects = cluster.targets(NODE).size();
        keep(Events.nodeLeft(1, 11, true));

        pusher.nodeLeft(1);

        assertThat(waiting).failsWithin(Duration.ofSeconds(10));
        assertThat(pusher.ask(NODE, new Ping(), Duration.ofSeconds(1)))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("has left");
        assertThat(pusher.reachability(NODE)).isEqualTo(Reachability.UNREACHABLE);
        // Two pings of the shard later, a session that lived on would have connected.
        cluster.forget(SHARD);
        eventually(() -> assertThat(cluster.received(SHARD, Ping.class)).hasSizeGreaterThan(2));
        assertThat(cluster.targets(NODE)).hasSize(connects);
    }

    @Test
    void shouldSpeakAgainToANodeThatLeftAndCameBack() {
        pusher.start();
        keep(Events.nodeLeft(1, 11, false));
        pusher.nodeLeft(1);
        eventually(() -> assertThat(pusher.reachability(NODE)).isEqualTo(Reachability.UNREACHABLE));
        keep(Events.nodeRegistered(1, 11, 7005));

        pusher.nodeRegistered(Events.node(1, 11, 7005));

        eventually(() -> {
            assertThat(pusher.reachability(NODE)).isEqualTo(Reachability.UP);
            assertThat(cluster.received(SHARD, NodesPut.class).getLast().nodes())
                    .extracting(NodeEntry::state, NodeEntry::address)
                    .containsExactly(tuple(NodeState.LIVE, "127.0.0.1:7005"));
        });
    }

    @Test
    void shouldTellEverybodyOfANewShard() {
        pusher.start();
        eventually(() -> assertThat(cluster.received(NODE, ShardsPut.class)).hasSize(1));
        keep(Events.shardRegistered(2, 6, 7005));

        pusher.shardRegistered(ledger.state().shards().get(2));

        eventually(() -> {
            assertThat(cluster.received(NODE, ShardsPut.class).getLast().shards())
                    .hasSize(2);
            assertThat(cluster.received(SHARD, ShardsPut.class).getLast().shards())
                    .hasSize(2);
            assertThat(pusher.reachability(PeerId.shard(2))).isEqualTo(Reachability.UP);
        });
    }

    @Test
    void shouldPingAndNoticeAPeerThatFreezes() {
        pusher.start();
        eventually(() -> {
            assertThat(cluster.received(NODE, Ping.class)).hasSizeGreaterThan(2);
            assertThat(pusher.reachability(NODE)).isEqualTo(Reachability.UP);
        });

        cluster.set(NODE, Mood.FROZEN);
        eventually(() -> assertThat(pusher.reachability(NODE)).isEqualTo(Reachability.UNREACHABLE));

        cluster.set(NODE, Mood.ANSWERING);
        eventually(() -> assertThat(pusher.reachability(NODE)).isEqualTo(Reachability.UP));
    }

    @Test
    void shouldTellMoreThanFitsItsWindow() {
        for (long number = 1; number <= 50; number++) {
            keep(Events.jobAdmitted(number, 1, 1));
        }

        pusher.start();

        eventually(() -> assertThat(cluster.received(SHARD, JobPut.class)).hasSize(50));
    }

    @Test
    void shouldNotWaitForAnybodyWhenItStops() {
        cluster.set(SHARD, Mood.DOWN);
        pusher.start();
        keep(Events.jobAdmitted(1, 1, 1));
        CompletableFuture<Void> told = pusher.jobChanged(job(1));

        pusher.close();

        assertThat(told).failsWithin(Duration.ofSeconds(10));
    }

    private double failures(String message) {
        return registry.counter("pocket.push.failures", "message", message).count();
    }

    private Job job(long number) {
        return ledger.state().jobs().get(number);
    }

    private void keep(ClusterEvent event) {
        ledger.change(state -> Change.of(event, event));
    }
}
