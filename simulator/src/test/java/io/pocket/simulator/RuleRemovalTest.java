package io.pocket.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.client.core.ClientRules;
import io.pocket.client.core.FailureKind;
import io.pocket.data.NodeConfig;
import io.pocket.data.NodeCore;
import io.pocket.metadata.core.BrokenShardRules;
import io.pocket.metadata.core.ShardRules;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.ObjectReply;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Takes a rule of the design out and must see a seed fail: a rule whose absence nobody notices is not tested. What is noticed must be a wrong
 * outcome, in the words of who is to notice it; a core that falls over its own feet is not enough.
 */
class RuleRemovalTest {
    private static final long SEEDS = 1_000;

    static Stream<Arguments> removals() {
        return Stream.of(
                node(
                        "1: space is reused under a pin",
                        ReusesPinnedSpace::new,
                        "a node sent bytes that are not the chunk's"),
                shard("2: expired uploads commit", BrokenShardRules.commitsAfterExpiry(), "had been called free"),
                shard("2: pending chunks are freed", BrokenShardRules.freesPendingChunks(), "had been called free"),
                node("3: an emptied shard is believed", BelievesAnyLog::new, "cannot be read"),
                node("3: a deposed shard is believed", BelievesAnyEpoch::new, "cannot be read"),
                shard("3: frees are forgotten", BrokenShardRules.forgetsFrees(), "is not freed"),
                shard(
                        "3: a snapshot leaves out what changes meanwhile",
                        BrokenShardRules.forgetsFormerObjects(),
                        "is not freed"),
                shard("4: repetitions are carried out", BrokenShardRules.forgetsResults(), ""),
                node("6: a node serves whoever comes", GreetsAnybody::new, "cannot be read"),
                shard(
                        "6: chunks of a gone node are published",
                        BrokenShardRules.believesAnyIncarnation(),
                        "known to be gone"),
                shard("6: a loss is concealed", BrokenShardRules.conceals(), "cannot be read"),
                client(
                        "6: unreachable means lost",
                        new ClientRules() {
                            @Override
                            protected FailureKind unreachable() {
                                return FailureKind.DATA_LOST;
                            }
                        },
                        "failed without cause"),
                shard("7: a dropped job is revived", BrokenShardRules.revivesJobs(), "was dropped, but"),
                shard("7: nodes are told no tombstones", BrokenShardRules.hidesTombstones(), "is not freed"),
                node("7: a node honours no tombstone", ServesDroppedJobs::new, "knows to be dropped"),
                node("8: a job takes what others were promised", TakesAnything::new, "what it has promised"),
                node("8: pending bytes do not count", IgnoresPending::new, "what it has promised"),
                shard("8: inline bytes have no bound", BrokenShardRules.storesInlineWithoutEnd(), "more inline bytes"),
                shard("10: two hold one claim", BrokenShardRules.claimsTwice(), "is claimed by two"),
                shard("10: a claim never ends", BrokenShardRules.claimsForEver(), "cannot be consumed"),
                shard("10: a lost claim consumes", BrokenShardRules.consumesWithoutClaim(), "was lost"),
                client(
                        "11: versions are spliced",
                        new ClientRules() {
                            @Override
                            protected boolean isSameObject(ObjectReply before, ObjectReply found) {
                                return true;
                            }
                        },
                        "torn object"),
                shard("12: a page repeats the cursor", BrokenShardRules.listsTwice(), "a page of"),
                shard("12: a page leaves names out", BrokenShardRules.listsUnclaimedOnly(), "was lost"),
                shard("14: the wall clock ends lives", BrokenShardRules.livesByTheWallClock(), "was lost"),
                shard("14: down-time ends lives", BrokenShardRules.countsDownTime(), "was lost"),
                shard("15: any number of lookups wait", BrokenShardRules.parksWithoutEnd(), "more requests wait"),
                shard("15: any number of sessions", BrokenShardRules.opensSessionsWithoutEnd(), "more sessions"));
    }

    private static Arguments shard(String removal, ShardRules rules, String noticed) {
        return Arguments.of(removal, SimulatedRules.shipped().withShard(rules), noticed);
    }

    private static Arguments node(String removal, SimulatedNode.NodeCoreFactory core, String noticed) {
        return Arguments.of(removal, SimulatedRules.shipped().withNode(core), noticed);
    }

    private static Arguments client(String removal, ClientRules rules, String noticed) {
        return Arguments.of(removal, SimulatedRules.shipped().withClient(rules), noticed);
    }

    @ParameterizedTest(name = "rule {0}")
    @MethodSource("removals")
    void shouldNoticeThat(String removal, SimulatedRules broken, String noticed) {
        Optional<Simulation.Result> failed = LongStream.rangeClosed(1, SEEDS)
                .mapToObj(seed -> Simulation.run(seed, SimulationConfig.standard(), broken))
                .filter(result -> result.violations().stream().anyMatch(violation -> isOutcome(violation, noticed)))
                .findFirst();

        assertThat(failed).as("a seed that fails without the rule").isPresent();
        System.out.println("rule " + removal + ": noticed at seed "
                + failed.get().seed() + ": " + failed.get().violations().getFirst());
    }

    private static boolean isOutcome(String violation, String noticed) {
        return !violation.startsWith("a core threw") && violation.contains(noticed);
    }

    private static class BrokenNode extends NodeCore {
        BrokenNode(NodeConfig config, Parts parts, long hashSeed, long nowNanos, long epochSeconds) {
            super(config, parts, hashSeed, nowNanos, epochSeconds);
        }
    }

    /** A free gives the space back at once. */
    private static final class ReusesPinnedSpace extends BrokenNode {
        ReusesPinnedSpace(NodeConfig config, Parts parts, long hashSeed, long nowNanos, long epochSeconds) {
            super(config, parts, hashSeed, nowNanos, epochSeconds);
        }

        @Override
        protected boolean mayReuseSpace(int pins) {
            return true;
        }
    }

    /** The log of a shard does not matter, only its epoch. */
    private static final class BelievesAnyLog extends BrokenNode {
        BelievesAnyLog(NodeConfig config, Parts parts, long hashSeed, long nowNanos, long epochSeconds) {
            super(config, parts, hashSeed, nowNanos, epochSeconds);
        }

        @Override
        protected boolean mayBelieve(long knownLogId, long knownEpoch, long logId, long epoch) {
            return epoch >= knownEpoch;
        }
    }

    /** The epoch of a shard does not matter, only its log. */
    private static final class BelievesAnyEpoch extends BrokenNode {
        BelievesAnyEpoch(NodeConfig config, Parts parts, long hashSeed, long nowNanos, long epochSeconds) {
            super(config, parts, hashSeed, nowNanos, epochSeconds);
        }

        @Override
        protected boolean mayBelieve(long knownLogId, long knownEpoch, long logId, long epoch) {
            return logId == knownLogId;
        }
    }

    /** It does not matter whom the client expects. */
    private static final class GreetsAnybody extends BrokenNode {
        GreetsAnybody(NodeConfig config, Parts parts, long hashSeed, long nowNanos, long epochSeconds) {
            super(config, parts, hashSeed, nowNanos, epochSeconds);
        }

        @Override
        protected boolean mayGreet(Hello hello) {
            return true;
        }
    }

    private static final class ServesDroppedJobs extends BrokenNode {
        ServesDroppedJobs(NodeConfig config, Parts parts, long hashSeed, long nowNanos, long epochSeconds) {
            super(config, parts, hashSeed, nowNanos, epochSeconds);
        }

        @Override
        protected boolean mayServe(long job) {
            return true;
        }
    }

    private static final class TakesAnything extends BrokenNode {
        TakesAnything(NodeConfig config, Parts parts, long hashSeed, long nowNanos, long epochSeconds) {
            super(config, parts, hashSeed, nowNanos, epochSeconds);
        }

        @Override
        protected boolean mayTake(long job, long bytes) {
            return true;
        }
    }

    /** Only what has arrived is charged. */
    private static final class IgnoresPending extends BrokenNode {
        IgnoresPending(NodeConfig config, Parts parts, long hashSeed, long nowNanos, long epochSeconds) {
            super(config, parts, hashSeed, nowNanos, epochSeconds);
        }

        @Override
        protected boolean mayTake(long job, long bytes) {
            return super.mayTake(job, Math.max(0, bytes - chunks().pendingBytes()));
        }
    }
}
