package io.pocket.metadata.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.metadata.core.ShardHarness.Answer;
import io.pocket.metadata.core.ShardHarness.Peer;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Audit;
import io.pocket.protocol.message.AuditReply;
import io.pocket.protocol.message.ClaimEnd;
import io.pocket.protocol.message.Delete;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.Frees;
import io.pocket.protocol.message.FreesReply;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.Mutated;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.NodeState;
import io.pocket.protocol.message.ObjectReply;
import io.pocket.protocol.message.Ping;
import io.pocket.protocol.message.Renew;
import io.pocket.protocol.token.JobToken;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The design's rules, as far as a shard keeps them. */
class RulesTest {
    private static final ObjectName NAME = ObjectName.of("b/a");

    private final ShardHarness shard = new ShardHarness();
    private final Peer client = shard.client();
    private final Peer node = shard.connect(Role.NODE, ShardHarness.NODE);

    private static Lookup lookup() {
        return new Lookup(0, NAME, 0, Mutation.NONE, 0);
    }

    private static Lookup await() {
        return new Lookup(Lookup.AWAIT, NAME, 0, Mutation.NONE, 0);
    }

    private boolean isFree(Peer owner, int sequence) {
        Audit audit = new Audit(ShardHarness.NODE, ShardHarness.INCARNATION, List.of(owner.chunkId(sequence)));
        Bytes bits = ((AuditReply) node.ok(audit).body()).freeBits();
        return bits.get(0) == 1;
    }

    private Frees frees(long acknowledgedLog, long acknowledgedUpTo) {
        return new Frees(ShardHarness.NODE, ShardHarness.INCARNATION, acknowledgedLog, acknowledgedUpTo, 10_000, 100);
    }

    @Test
    void rule2ShouldKeepAPendingChunkUntilItsUploadExpires() {
        assertThat(isFree(client, 1)).isFalse();

        shard.pass(ShardHarness.LEASE_MILLIS);

        assertThat(isFree(client, 1)).isTrue();
        assertThat(client.putChunk("b/a", 1).status()).isEqualTo(Status.UPLOAD_EXPIRED);
    }

    @Test
    void rule2ShouldKeepACommittedChunkAfterItsUploadExpired() {
        client.putChunk("b/a", 1);
        shard.pass(ShardHarness.LEASE_MILLIS);

        assertThat(isFree(client, 1)).isFalse();
    }

    @Test
    void rule2ShouldRememberAnExpiryAfterARestart() {
        shard.pass(ShardHarness.LEASE_MILLIS);
        shard.restart();

        Peer again = shard.connect(Role.CLIENT, ShardHarness.JOB, client.upload(), JobToken.ALL);
        assertThat(again.upload()).isNotEqualTo(client.upload());
    }

    @Test
    void rule2ShouldFreeWhatLiesBelowTheFloorAndRefuseItsCommit() {
        client.ok(new Renew(client.upload(), 5));

        assertThat(isFree(client, 4)).isTrue();
        assertThat(isFree(client, 5)).isFalse();
        assertThat(client.putChunk("b/a", 4).status()).isEqualTo(Status.CHUNK_ABANDONED);
        assertThat(client.putChunk("b/a", 5).status()).isEqualTo(Status.OK);
    }

    @Test
    void rule2ShouldRenewAnUploadByAnyRequest() {
        shard.pass(ShardHarness.LEASE_MILLIS - 1);
        client.ask(lookup());
        shard.pass(ShardHarness.LEASE_MILLIS - 1);

        assertThat(client.putChunk("b/a", 1).status()).isEqualTo(Status.OK);
    }

    @Test
    void rule2ShouldNeverIssueAnUploadIdTwice() {
        shard.restart();

        assertThat(shard.client().upload()).isGreaterThan(client.upload());
    }

    @Test
    void rule3ShouldTellFreesUntilTheyAreAcknowledged() {
        client.putChunk("b/a", 1);
        client.ok(new Delete(client.nextMutation(), NAME, 0));

        FreesReply first = (FreesReply) node.ok(frees(0, 0)).body();
        assertThat(first.chunks()).containsExactly(client.chunkId(1));
        shard.restart();
        Peer back = shard.connect(Role.NODE, ShardHarness.NODE);
        FreesReply again = (FreesReply) back.ok(frees(0, 0)).body();
        assertThat(again.chunks()).containsExactly(client.chunkId(1));
        assertThat(back.ask(frees(again.logId(), again.upTo()))).isNull();
        assertThat(shard.state().nodes().pendingFrees()).isZero();
    }

    @Test
    void rule3ShouldIgnoreTheAcknowledgementOfAnotherLog() {
        client.putChunk("b/a", 1);
        client.ok(new Delete(client.nextMutation(), NAME, 0));

        node.ok(frees(ShardHarness.LOG + 1, 1));

        assertThat(shard.state().nodes().pendingFrees()).isEqualTo(1);
    }

    @Test
    void rule3ShouldWakeAWaitingNodeAtTheEndOfTheIteration() {
        assertThat(node.ask(frees(0, 0))).isNull();
        client.putChunk("b/a", 1);
        client.putChunk("b/a", 2);

        shard.endIteration();

        assertThat(((FreesReply) node.last().body()).chunks()).containsExactly(client.chunkId(1));
    }

    @Test
    void rule4ShouldAnswerARepetitionFromTheLog() {
        Answer first = client.putInline("b/a", "one", 0);
        shard.client().putInline("b/a", "other", 0);
        shard.restart();
        Peer back = shard.connect(Role.CLIENT, ShardHarness.JOB, client.upload(), JobToken.ALL);

        Answer repeated = back.putInline(client.lastMutation(), "b/a", "one", 0);

        assertThat(repeated.body()).isEqualTo(first.body());
        assertThat(back.ok(lookup()).payload()).isEqualTo("other");
    }

    @Test
    void rule4ShouldCommitAChunkOnlyOnce() {
        client.putChunk("b/a", 1);

        assertThat(client.putChunk("b/z", 1).status()).isEqualTo(Status.CHUNK_REUSED);
    }

    @Test
    void rule4ShouldForgetResultsThatWereAcknowledged() {
        client.putInline("b/a", "one", 0);
        Mutation former = client.lastMutation();
        client.putInline("b/a", "two", 0);

        assertThat(client.putInline(former, "b/a", "one", 0).status()).isEqualTo(Status.RESULT_FORGOTTEN);
    }

    @Test
    void rule4ShouldCloseTheConnectionThatUsedAResumedUploadBefore() {
        Peer back = shard.connect(Role.CLIENT, ShardHarness.JOB, client.upload(), JobToken.ALL);

        assertThat(back.upload()).isEqualTo(client.upload());
        assertThat(client.isClosed()).isTrue();
        assertThat(client.ask(new Ping())).isNull();
    }

    @Test
    void rule5ShouldRefuseCommitsThatNameADrainingNode() {
        shard.connect(Role.CONTROLLER, 1)
                .ok(ShardHarness.node(ShardHarness.NODE, ShardHarness.INCARNATION, NodeState.DRAINING));

        assertThat(client.putChunk("b/a", 1).status()).isEqualTo(Status.STALE_NODE);
    }

    @Test
    void rule6ShouldCallDataLostOnlyWhatTheControllerDeclared() {
        client.putChunk("b/a", 1);
        assertThat(client.ask(lookup()).status()).isEqualTo(Status.OK);

        shard.connect(Role.CONTROLLER, 1)
                .ok(ShardHarness.node(ShardHarness.NODE, ShardHarness.INCARNATION + 1, NodeState.LIVE));

        assertThat(client.ask(lookup()).status()).isEqualTo(Status.DATA_LOST);
    }

    @Test
    void rule7ShouldKeepADroppedJobDropped() {
        client.putInline("b/a", "one", 0);
        Peer controller = shard.connect(Role.CONTROLLER, 1);
        controller.ok(new DropJob(ShardHarness.JOB, 2_000_000_000));

        assertThat(client.ask(lookup()).status()).isEqualTo(Status.JOB_DROPPED);
        shard.restart();
        assertThat(shard.client().last().status()).isEqualTo(Status.JOB_DROPPED);
        assertThat(shard.connect(Role.CONTROLLER, 1)
                        .ask(ShardHarness.job(ShardHarness.JOB, 2))
                        .status())
                .isEqualTo(Status.JOB_DROPPED);
    }

    @Test
    void rule7ShouldTellNodesOfDroppedJobsAndGiveInlineBytesBack() {
        client.putInline("b/a", "one", 0);
        shard.connect(Role.CONTROLLER, 1).ok(new DropJob(ShardHarness.JOB, 2_000_000_000));

        FreesReply told = (FreesReply) node.ok(frees(0, 0)).body();
        assertThat(told.tombstones()).anyMatch(tombstone -> tombstone.job() == ShardHarness.JOB);
        shard.pass(10);
        assertThat(shard.state().inline().usedBytes()).isZero();
    }

    @Test
    void rule10ShouldLetOneReaderConsume() {
        client.putInline("b/a", "one", 0);
        Peer other = shard.client();

        Answer claimed = client.ok(new Lookup(Lookup.CLAIM, NAME, 0, client.nextMutation(), 5_000));
        long claim = ((ObjectReply) claimed.body()).claimId();
        assertThat(other.ask(new Lookup(Lookup.CLAIM, NAME, 0, other.nextMutation(), 5_000))
                        .status())
                .isEqualTo(Status.CLAIMED);
        client.ok(new ClaimEnd(client.nextMutation(), NAME, claim, true));

        assertThat(other.ask(lookup()).status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void rule10ShouldLetAnExpiredClaimReappear() {
        client.putInline("b/a", "one", 0);
        Answer claimed = client.ok(new Lookup(Lookup.CLAIM, NAME, 0, client.nextMutation(), 5_000));
        shard.pass(5_000);
        Peer other = shard.client();

        other.ok(new Lookup(Lookup.CLAIM, NAME, 0, other.nextMutation(), 5_000));

        long claim = ((ObjectReply) claimed.body()).claimId();
        assertThat(client.ask(new ClaimEnd(client.nextMutation(), NAME, claim, true))
                        .status())
                .isEqualTo(Status.CLAIM_LOST);
    }

    /** Rule 15: also when each request acknowledges a little, but nothing that is kept. */
    @Test
    void shouldKeepNoMoreResultsThanItMay() {
        int sequence = 1_000_000;
        int below = 1;
        Status last = Status.OK;
        while (last == Status.OK && below < 3_000) {
            last = client.putInline(new Mutation(client.upload(), sequence++, below++, 0), "b/a", "one", 0)
                    .status();
        }
        assertThat(last).isEqualTo(Status.BUSY);

        Mutation acknowledging = new Mutation(client.upload(), sequence, 1_000_001, 0);
        assertThat(client.putInline(acknowledging, "b/a", "one", 0).status()).isEqualTo(Status.OK);
    }

    @Test
    void shouldWakeAReaderThatAwaits() {
        Peer reader = shard.client();
        assertThat(reader.ask(await())).isNull();

        client.putInline("b/a", "one", 0);

        assertThat(reader.last().payload()).isEqualTo("one");
    }

    @Test
    void shouldNotShowAnOldVersionToWhoMeansALaterOne() {
        long version = ((Mutated) client.putInline("b/a", "one", 0).body()).version();
        Peer reader = shard.client();

        assertThat(reader.ask(new Lookup(0, NAME, version, Mutation.NONE, 0)).status())
                .isEqualTo(Status.NOT_FOUND);
        assertThat(reader.ask(new Lookup(0, NAME, version - 1, Mutation.NONE, 0))
                        .status())
                .isEqualTo(Status.OK);
    }

    @Test
    void shouldAnswerAReaderWhoseTimeIsOver() {
        Peer reader = shard.client();
        reader.send(await(), 500, ByteBuffer.allocate(0));

        shard.pass(500);

        assertThat(reader.last().status()).isEqualTo(Status.DEADLINE_EXCEEDED);
        assertThat(shard.core().statistics().parked()).isZero();
    }

    @Test
    void rule15ShouldForgetWhatAClosedConnectionWaitedFor() {
        Peer reader = shard.client();
        reader.ask(await());

        reader.disconnect();

        assertThat(shard.core().statistics().parked()).isZero();
    }

    /** ORIGINAL.md §8.3 row 2: deleting one object dropped the job's weight mask. */
    @Test
    void shouldKeepTheWeightMapWhenAnObjectIsDeleted() {
        client.putChunk("b/a", 1);
        client.ok(new Delete(client.nextMutation(), NAME, 0));

        assertThat(shard.client().hello().weightMap().members()).hasSize(1);
    }

    @Test
    void shouldRefuseWhoDidNotSayHello() {
        Peer stranger = shard.connect(Role.CLIENT, 77);

        assertThat(stranger.last().status()).isEqualTo(Status.UNKNOWN_JOB);
        assertThat(stranger.ask(lookup()).status()).isEqualTo(Status.UNAUTHENTICATED);
    }

    @Test
    void shouldRefuseWhatTheTokenDoesNotPermit() {
        Peer reader = shard.connect(Role.CLIENT, ShardHarness.JOB, 0, JobToken.READ);
        Peer writer = shard.connect(Role.CLIENT, ShardHarness.JOB, 0, JobToken.WRITE);

        assertThat(reader.putInline("b/a", "one", 0).status()).isEqualTo(Status.FORBIDDEN);
        assertThat(reader.ask(new Lookup(Lookup.CLAIM, NAME, 0, reader.nextMutation(), 1))
                        .status())
                .isEqualTo(Status.FORBIDDEN);
        assertThat(writer.ask(lookup()).status()).isEqualTo(Status.FORBIDDEN);
        assertThat(writer.ask(new Renew(writer.upload(), 0)).status()).isEqualTo(Status.OK);
        assertThat(client.ask(new DropJob(ShardHarness.JOB, 1)).status()).isEqualTo(Status.FORBIDDEN);
    }

    @Test
    void shouldGiveTheSameStateFromLogAndSnapshot() {
        client.putInline("b/a", "one", 0);
        client.putChunk("b/c", 1);
        client.putChunk("c/c", 2);
        client.ok(new Delete(client.nextMutation(), ObjectName.of("b/c"), 0));
        client.ok(new Lookup(Lookup.CLAIM, NAME, 0, client.nextMutation(), 50_000));
        shard.connect(Role.CONTROLLER, 1).ok(new DropJob(5, 2_000_000_000));

        List<byte[]> live = shard.snapshot();
        shard.restartFromSnapshot();
        List<byte[]> restored = shard.snapshot();

        // Only the upload counter differs: a start leaves a gap.
        assertThat(restored.subList(1, restored.size()))
                .usingRecursiveComparison()
                .isEqualTo(live.subList(1, live.size()));
        Peer back = shard.connect(Role.CLIENT, ShardHarness.JOB, client.upload(), JobToken.ALL);
        assertThat(((Mutated) back.ok(back.commitOf(client.nextMutation(), "b/x", 3))
                                .body())
                        .version())
                .isGreaterThan(0);
    }
}
