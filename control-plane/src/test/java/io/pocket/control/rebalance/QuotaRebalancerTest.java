package io.pocket.control.rebalance;

import static io.pocket.control.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pocket.control.cluster.ClusterEvent;
import io.pocket.control.cluster.ClusterLedger;
import io.pocket.control.cluster.ClusterLedger.Change;
import io.pocket.control.cluster.DataDirectory;
import io.pocket.control.cluster.Events;
import io.pocket.control.cluster.Job;
import io.pocket.control.job.QuotaProperties;
import io.pocket.control.push.FakeCluster;
import io.pocket.control.push.FakeCluster.Mood;
import io.pocket.control.push.PeerId;
import io.pocket.control.push.PushProperties;
import io.pocket.control.push.Pusher;
import io.pocket.control.quota.Quotas;
import io.pocket.protocol.message.JobPut;
import io.pocket.protocol.message.JobUsage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class QuotaRebalancerTest {

    private static final PeerId FIRST = PeerId.shard(1);
    private static final PeerId SECOND = PeerId.shard(2);
    private static final int OBJECTS = 100;

    @TempDir
    Path path;

    private final FakeCluster cluster = new FakeCluster();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Map<PeerId, Long> inForce = new ConcurrentHashMap<>();
    private final AtomicReference<String> excess = new AtomicReference<>("");
    private final Map<PeerId, Long> operations = new ConcurrentHashMap<>();
    private DataDirectory directory;
    private ClusterLedger ledger;
    private Pusher pusher;
    private QuotaRebalancer rebalancer;

    @BeforeEach
    void start() {
        cluster.onRequest((peer, request) -> {
            if (request instanceof JobPut put && put.job() == 1) {
                inForce.put(peer, put.quotaObjects());
                requireAtMostTheQuota();
            }
        });
        open();
        keep(Events.shardRegistered(1, 5, 7000));
        keep(Events.shardRegistered(2, 6, 7001));
        keep(Events.nodeRegistered(1, 11, 7002));
        keep(Events.jobWithQuotas(1, new Quotas(0, OBJECTS, 0, 0, 0), 1, List.of(1, 2)));
        keep(new ClusterEvent.JobConfirmed(1));
        pusher.start();
        eventually(() -> assertThat(inForce).containsOnlyKeys(FIRST, SECOND));
    }

    private void open() {
        directory = DataDirectory.open(path);
        ledger = new ClusterLedger(directory.repository());
        pusher = new Pusher(
                cluster, ledger, new PushProperties(Duration.ofMillis(10), 3, Duration.ofMillis(50), 4), registry);
        QuotaProperties.Bounds none = new QuotaProperties.Bounds(DataSize.ofBytes(0), 0, DataSize.ofBytes(0), 0, 0);
        rebalancer = new QuotaRebalancer(
                ledger,
                pusher,
                new QuotaProperties(none, none, Duration.ofMillis(200), Duration.ofMillis(200)),
                registry);
    }

    @AfterEach
    void stop() throws IOException {
        pusher.close();
        ledger.close();
        directory.close();
    }

    private void keep(ClusterEvent event) {
        ledger.change(state -> Change.of(event, true));
    }

    private void requireAtMostTheQuota() {
        long sum = inForce.values().stream().mapToLong(Long::longValue).sum();
        if (sum > OBJECTS) {
            excess.set(inForce.toString());
        }
    }

    /** The shards tell this from now on, and that somebody is at work on each. */
    private void use(long first, long second) {
        tell(FIRST, first);
        tell(SECOND, second);
    }

    private void tell(PeerId shard, long objects) {
        long asked = operations.merge(shard, 1L, Long::sum);
        cluster.setUsage(shard, List.of(new JobUsage(1, objects, 0, 0, asked, 0)));
    }

    private Job job() {
        return ledger.state().jobs().get(1L);
    }

    /** Rounds of rebalancing, with activity before each, until the assertion holds. */
    private void rebalanceUntil(long first, long second, Map<PeerId, Long> expected) {
        eventually(() -> {
            use(first, second);
            rebalancer.rebalance();
            assertThat(inForce).isEqualTo(expected);
        });
        assertThat(excess.get()).isEmpty();
    }

    @Test
    void shouldMoveSharesToWhereTheyAreUsedAndBack() {
        assertThat(inForce).isEqualTo(Map.of(FIRST, 50L, SECOND, 50L));

        rebalanceUntil(50, 0, Map.of(FIRST, 75L, SECOND, 25L));
        assertThat(registry.get("pocket.quota.rebalances").counter().count()).isEqualTo(1);
        rebalanceUntil(0, 25, Map.of(FIRST, 38L, SECOND, 62L));
    }

    @Test
    void shouldPushNothingWhileNothingIsShort() {
        use(10, 10);
        rebalancer.rebalance();
        use(10, 10);
        cluster.forget(FIRST);
        cluster.forget(SECOND);

        rebalancer.rebalance();

        assertThat(cluster.received(FIRST, JobPut.class)).isEmpty();
        assertThat(cluster.received(SECOND, JobPut.class)).isEmpty();
    }

    @Test
    void shouldLetNobodyGrowWhileTheOtherHasNotGivenUpItsPart() {
        rebalanceUntil(50, 0, Map.of(FIRST, 75L, SECOND, 25L));
        cluster.forget(FIRST);
        cluster.setFor(SECOND, JobPut.class, Mood.FORGETFUL);
        for (int i = 0; i < 3; i++) {
            use(75, 0);
            rebalancer.rebalance();
        }
        assertThat(cluster.received(FIRST, JobPut.class))
                .allSatisfy(put -> assertThat(put.quotaObjects()).isLessThanOrEqualTo(75));
        assertThat(inForce).containsEntry(FIRST, 75L);

        cluster.setFor(SECOND, JobPut.class, Mood.ANSWERING);
        rebalanceUntil(75, 0, Map.of(FIRST, 87L, SECOND, 13L));
    }

    @Test
    void shouldKeepSharesAcrossARestartAndGrowOnlyWhenTheShardsHaveThem() throws IOException {
        rebalanceUntil(50, 0, Map.of(FIRST, 75L, SECOND, 25L));
        stop();
        inForce.clear();
        open();
        pusher.start();
        eventually(() -> assertThat(inForce).isEqualTo(Map.of(FIRST, 75L, SECOND, 25L)));

        rebalanceUntil(75, 0, Map.of(FIRST, 87L, SECOND, 13L));
    }

    /** Whatever is used, and whichever pushes get lost: all shards together never allow more than the quota. */
    @Test
    void shouldNeverAllowMoreThanTheQuota() {
        Random random = new Random(4711);
        for (int round = 0; round < 60; round++) {
            long first = random.nextLong(inForce.get(FIRST) + 1);
            use(first, random.nextLong(inForce.get(SECOND) + 1));
            for (PeerId shard : List.of(FIRST, SECOND)) {
                int draw = random.nextInt(10);
                cluster.setFor(
                        shard, JobPut.class, draw == 0 ? Mood.FORGETFUL : draw == 1 ? Mood.BUSY : Mood.ANSWERING);
                if (draw == 2) {
                    cluster.disconnect(shard);
                }
            }
            rebalancer.rebalance();
            assertThat(excess.get()).isEmpty();
            assertThat(job().terms().shardShares().stream()
                            .mapToLong(share -> share.objects())
                            .sum())
                    .isLessThanOrEqualTo(OBJECTS);
        }
        assertThat(registry.get("pocket.quota.rebalances").counter().count()).isPositive();
    }
}
