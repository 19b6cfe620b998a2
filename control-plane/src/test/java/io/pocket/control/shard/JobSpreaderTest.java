package io.pocket.control.shard;

import static io.pocket.control.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pocket.control.cluster.ClusterLedger;
import io.pocket.control.cluster.ClusterLedger.Change;
import io.pocket.control.cluster.DataDirectory;
import io.pocket.control.cluster.Events;
import io.pocket.control.push.FakeCluster;
import io.pocket.control.push.FakeCluster.Mood;
import io.pocket.control.push.PeerId;
import io.pocket.control.push.PushProperties;
import io.pocket.control.push.Pusher;
import io.pocket.control.push.Reachability;
import io.pocket.protocol.message.JobPut;
import io.pocket.protocol.message.Ping;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobSpreaderTest {

    private static final PeerId HOME = PeerId.shard(1);
    private static final PeerId ADDED = PeerId.shard(2);

    @TempDir
    Path path;

    private final FakeCluster cluster = new FakeCluster();
    private DataDirectory directory;
    private ClusterLedger ledger;
    private Pusher pusher;
    private JobSpreader spreader;

    @BeforeEach
    void start() {
        directory = DataDirectory.open(path);
        ledger = new ClusterLedger(directory.repository());
        ledger.change(state -> new Change<>(
                List.of(
                        Events.nodeRegistered(1, 11, 7001),
                        Events.shardRegistered(1, 5, 7000),
                        Events.jobAdmitted(1, 1, 1),
                        Events.shardRegistered(2, 6, 7002)),
                true));
        pusher = new Pusher(
                cluster,
                ledger,
                new PushProperties(Duration.ofMillis(20), 3, Duration.ofMillis(100), 4),
                new SimpleMeterRegistry());
        spreader = new JobSpreader(ledger, pusher);
    }

    @AfterEach
    void stop() throws IOException {
        pusher.close();
        ledger.close();
        directory.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSING", "BUSY", "FROZEN"})
    void shouldMakeAShardOneOfTheJobsOnlyWhenItHasAcknowledged(Mood mood) {
        cluster.setFor(ADDED, JobPut.class, mood);
        startPusher();
        for (int round = 0; round < 5; round++) {
            spreader.spread();
            // Answers to a question asked later: the offers were sent, and refused, before.
            assertThat(pusher.ask(ADDED, new Ping(), Duration.ofSeconds(10)))
                    .satisfies(answer -> eventually(() -> assertThat(answer).isDone()));
            assertThat(shards()).containsExactly(1);
        }

        cluster.setFor(ADDED, JobPut.class, Mood.ANSWERING);

        eventually(() -> {
            spreader.spread();
            assertThat(shards()).containsExactly(1, 2);
        });
        eventually(
                () -> assertThat(cluster.received(HOME, JobPut.class).getLast().shards())
                        .containsExactly(1, 2));
    }

    @Test
    void shouldGiveAJobNoMoreShardsThanItMayHave() {
        ledger.change(state -> Change.of(Events.shardRegistered(3, 7, 7003), true));
        startPusher();
        eventually(() -> assertThat(pusher.reachability(PeerId.shard(3))).isEqualTo(Reachability.UP));

        eventually(() -> {
            spreader.spread();
            assertThat(shards()).hasSize(2);
        });
        spreader.spread();

        assertThat(shards()).hasSize(2).startsWith(1);
    }

    private void startPusher() {
        pusher.start();
        eventually(() -> assertThat(pusher.reachability(ADDED)).isEqualTo(Reachability.UP));
    }

    private List<Integer> shards() {
        return ledger.state().jobs().get(1L).placement().shards();
    }
}
