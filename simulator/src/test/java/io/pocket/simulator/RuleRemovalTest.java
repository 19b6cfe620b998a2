package io.pocket.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.client.core.ClientRules;
import io.pocket.data.NodeConfig;
import io.pocket.data.NodeCore;
import io.pocket.metadata.core.BrokenShardRules;
import io.pocket.protocol.message.ObjectReply;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Takes a rule of the design out and must see a seed fail: a rule whose absence nobody notices is not tested. */
class RuleRemovalTest {
    private static final long SEEDS = 1_000;

    @Test
    void shouldNoticeThatSpaceIsReusedUnderAPin() {
        assertNoticed(SimulatedRules.shipped().withNode(ReusesPinnedSpace::new));
    }

    @Test
    void shouldNoticeThatExpiredUploadsCommit() {
        assertNoticed(SimulatedRules.shipped().withShard(BrokenShardRules.commitsAfterExpiry()));
    }

    @Test
    void shouldNoticeThatPendingChunksAreFreed() {
        assertNoticed(SimulatedRules.shipped().withShard(BrokenShardRules.freesPendingChunks()));
    }

    @Test
    void shouldNoticeThatRepetitionsAreCarriedOut() {
        assertNoticed(SimulatedRules.shipped().withShard(BrokenShardRules.forgetsResults()));
    }

    @Test
    void shouldNoticeThatVersionsAreSpliced() {
        assertNoticed(SimulatedRules.shipped().withClient(new ClientRules() {
            @Override
            protected boolean isSameObject(ObjectReply before, ObjectReply found) {
                return true;
            }
        }));
    }

    private static void assertNoticed(SimulatedRules broken) {
        Optional<Simulation.Result> failed = LongStream.rangeClosed(1, SEEDS)
                .mapToObj(seed -> Simulation.run(seed, SimulationConfig.standard(), broken))
                .filter(result -> !result.violations().isEmpty())
                .findFirst();

        assertThat(failed).as("a seed that fails without the rule").isPresent();
        System.out.println("noticed at seed " + failed.get().seed() + ": "
                + failed.get().violations().getFirst());
    }

    /** Rule 1 taken out: a free gives the space back at once. */
    private static final class ReusesPinnedSpace extends NodeCore {
        ReusesPinnedSpace(NodeConfig config, Parts parts, long hashSeed, long nowNanos, long epochSeconds) {
            super(config, parts, hashSeed, nowNanos, epochSeconds);
        }

        @Override
        protected boolean mayReuseSpace(int pins) {
            return true;
        }
    }
}
