package io.pocket.metadata.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.metadata.core.ShardHarness.Answer;
import io.pocket.metadata.core.ShardHarness.Peer;
import io.pocket.metadata.record.ResultImage;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Append;
import io.pocket.protocol.message.Audit;
import io.pocket.protocol.message.AuditReply;
import io.pocket.protocol.message.BucketCreate;
import io.pocket.protocol.message.BucketDelete;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Count;
import io.pocket.protocol.message.CountReply;
import io.pocket.protocol.message.Delete;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.Follow;
import io.pocket.protocol.message.FollowReply;
import io.pocket.protocol.message.Frees;
import io.pocket.protocol.message.FreesReply;
import io.pocket.protocol.message.JobPut;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.NodeState;
import io.pocket.protocol.message.ObjectReply;
import io.pocket.protocol.message.Renew;
import io.pocket.protocol.message.Stat;
import io.pocket.protocol.token.JobToken;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Objects that are read while they are written. Each chunk of the harness has 5,000 bytes. */
class StreamsTest {
    private static final ObjectName NAME = ObjectName.of("b/a");
    private static final int CHUNK = 5000;

    private final ShardHarness shard = new ShardHarness();
    private final Peer writer = shard.client();
    private final Peer reader = shard.client();

    private static Append append(Peer peer, Mutation mutation, long offset, int flags, int... sequences) {
        List<Chunk> chunks = IntStream.of(sequences).mapToObj(peer::chunk).toList();
        return new Append(mutation, NAME, offset, flags, 0, chunks);
    }

    private static Append append(Peer peer, long offset, int flags, int... sequences) {
        return append(peer, peer.nextMutation(), offset, flags, sequences);
    }

    private static Follow follow(ChunkId stream, int from) {
        return new Follow(NAME, 0, stream, from);
    }

    private static Follow await() {
        return new Follow(NAME, Follow.AWAIT, ChunkId.NONE, 0);
    }

    private static Lookup lookup(int flags) {
        return new Lookup(flags, NAME, 0, Mutation.NONE, 0);
    }

    private static FollowReply reply(Answer answer) {
        assertThat(answer.status()).isEqualTo(Status.OK);
        return (FollowReply) answer.body();
    }

    private static List<ChunkId> places(List<Chunk> chunks) {
        return chunks.stream().map(chunk -> chunk.replicas().getFirst().chunk()).toList();
    }

    private List<ChunkId> freed() {
        Peer node = shard.connect(Role.NODE, ShardHarness.NODE);
        Frees frees = new Frees(ShardHarness.NODE, ShardHarness.INCARNATION, 0, 0, 0, 4096);
        node.send(frees);
        shard.pass(0);
        return ((FreesReply) node.last().body()).chunks();
    }

    private static boolean isFree(ShardHarness harness, ChunkId chunk) {
        Peer node = harness.connect(Role.NODE, ShardHarness.NODE);
        Audit audit = new Audit(ShardHarness.NODE, ShardHarness.INCARNATION, List.of(chunk));
        return ((AuditReply) node.ok(audit).body()).freeBits().get(0) == 1;
    }

    private Peer resumed(Peer former) {
        return shard.connect(Role.CLIENT, ShardHarness.JOB, former.upload(), JobToken.ALL);
    }

    @Test
    void shouldShowAGrowingObjectToFollowersOnly() {
        writer.ok(append(writer, 0, 0, 1, 2));

        FollowReply seen = reply(reader.ask(follow(ChunkId.NONE, 0)));
        assertThat(seen.version()).isZero();
        assertThat(seen.sizeBytes()).isEqualTo(2 * CHUNK);
        assertThat(seen.totalChunks()).isEqualTo(2);
        assertThat(seen.stream()).isEqualTo(writer.chunkId(1));
        assertThat(places(seen.chunks())).containsExactly(writer.chunkId(1), writer.chunkId(2));
        assertThat(reader.ask(lookup(0)).status()).isEqualTo(Status.NOT_FOUND);
        assertThat(reader.ask(new Stat(NAME)).status()).isEqualTo(Status.NOT_FOUND);
        Count count = new Count(NAME.asBytes());
        assertThat(((CountReply) reader.ok(count).body()).objects()).isZero();
    }

    @Test
    void shouldPublishAllOfItWithTheLastAppendAndWakeWhoWaits() {
        Peer awaiting = shard.client();
        awaiting.ask(lookup(Lookup.AWAIT));
        writer.ok(append(writer, 0, 0, 1));
        assertThat(reader.ask(follow(writer.chunkId(1), 1))).isNull();

        writer.ok(append(writer, CHUNK, Append.LAST, 2));

        ObjectReply object = (ObjectReply) awaiting.last().body();
        assertThat(object.sizeBytes()).isEqualTo(2 * CHUNK);
        assertThat(places(object.chunks())).containsExactly(writer.chunkId(1), writer.chunkId(2));
        FollowReply end = reply(reader.last());
        assertThat(end.version()).isEqualTo(object.version());
        assertThat(places(end.chunks())).containsExactly(writer.chunkId(2));
        assertThat(shard.core().statistics().streams()).isZero();
    }

    @Test
    void shouldPublishAStreamOfOneAppendAndOneWithoutMoreChunks() {
        writer.ok(append(writer, 0, Append.LAST, 1));
        assertThat(((ObjectReply) reader.ok(lookup(0)).body()).sizeBytes()).isEqualTo(CHUNK);

        writer.ok(append(writer, 0, 0, 2, 3));
        writer.ok(append(writer, 2 * CHUNK, Append.LAST));

        assertThat(((ObjectReply) reader.ok(lookup(0)).body()).sizeBytes()).isEqualTo(2 * CHUNK);
        assertThat(freed()).containsExactly(writer.chunkId(1));
    }

    @Test
    void shouldWakeFollowersWithEachAppendAndLeaveThoseWhoAwaitTheObjectAlone() {
        Peer awaiting = shard.client();
        awaiting.ask(lookup(Lookup.AWAIT));
        assertThat(reader.ask(await())).isNull();

        writer.ok(append(writer, 0, 0, 1));
        assertThat(places(reply(reader.last()).chunks())).containsExactly(writer.chunkId(1));
        assertThat(reader.ask(follow(writer.chunkId(1), 1))).isNull();
        writer.ok(append(writer, CHUNK, 0, 2));

        assertThat(places(reply(reader.last()).chunks())).containsExactly(writer.chunkId(2));
        assertThat(awaiting.answers()).hasSize(1);
    }

    @Test
    void shouldFollowAPublishedObjectByItsFirstChunk() {
        writer.putChunk("b/a", 1);

        FollowReply seen = reply(reader.ask(follow(writer.chunkId(1), 0)));
        assertThat(seen.version()).isPositive();
        assertThat(seen.chunks()).hasSize(1);
        assertThat(reply(reader.ask(follow(ChunkId.NONE, 0))).stream()).isEqualTo(writer.chunkId(1));
        assertThat(reader.ask(follow(writer.chunkId(9), 0)).status()).isEqualTo(Status.CONDITION_FAILED);
        assertThat(reader.ask(follow(writer.chunkId(1), 2)).status()).isEqualTo(Status.INVALID_ARGUMENT);
    }

    @Test
    void shouldNameNoStreamForAnObjectWithoutChunks() {
        writer.putInline("b/a", "hello", 0);

        FollowReply seen = reply(reader.ask(follow(ChunkId.NONE, 0)));

        assertThat(seen.stream()).isEqualTo(ChunkId.NONE);
        assertThat(seen.version()).isPositive();
        assertThat(seen.sizeBytes()).isEqualTo(5);
    }

    @Test
    void shouldMeanTheGrowingObjectWhenThereIsAPublishedOneToo() {
        writer.putChunk("b/a", 1);
        writer.ok(append(writer, 0, 0, 2));

        assertThat(reply(reader.ask(follow(ChunkId.NONE, 0))).stream()).isEqualTo(writer.chunkId(2));
        assertThat(reply(reader.ask(follow(writer.chunkId(1), 0))).version()).isPositive();
    }

    @Test
    void shouldSayAtOnceThatThereIsNothingToFollowUnlessAsked() {
        assertThat(reader.ask(follow(ChunkId.NONE, 0)).status()).isEqualTo(Status.NOT_FOUND);
        assertThat(reader.ask(follow(writer.chunkId(1), 0)).status()).isEqualTo(Status.NOT_FOUND);
        assertThat(reader.ask(follow(ChunkId.NONE, 1)).status()).isEqualTo(Status.INVALID_ARGUMENT);
        assertThat(reader.ask(new Follow(NAME, 2, ChunkId.NONE, 0)).status()).isEqualTo(Status.INVALID_ARGUMENT);
    }

    @Test
    void shouldAnswerAFollowerWhoseTimeIsOver() {
        writer.ok(append(writer, 0, 0, 1));
        reader.send(follow(writer.chunkId(1), 1), 500, ByteBuffer.allocate(0));

        shard.pass(500);

        assertThat(reader.last().status()).isEqualTo(Status.DEADLINE_EXCEEDED);
    }

    @Test
    void rule15ShouldBoundTheFollowersThatWait() {
        ShardHarness small = new ShardHarness(config -> config.withMaxParked(1));
        Peer one = small.client();
        Peer two = small.client();

        assertThat(one.ask(await())).isNull();
        assertThat(two.ask(await()).status()).isEqualTo(Status.BUSY);
        one.disconnect();
        assertThat(two.ask(await())).isNull();
    }

    @Test
    void shouldAnswerALongStreamInPages() {
        writer.ok(append(writer, 0, 0, IntStream.rangeClosed(1, 600).toArray()));

        FollowReply first = reply(reader.ask(follow(ChunkId.NONE, 0)));
        assertThat(first.chunks()).hasSize(FollowReply.MAX_CHUNKS);
        assertThat(first.totalChunks()).isEqualTo(600);
        FollowReply rest = reply(reader.ask(follow(first.stream(), FollowReply.MAX_CHUNKS)));
        assertThat(places(rest.chunks())).hasSize(88).last().isEqualTo(writer.chunkId(600));
    }

    @Test
    void shouldAppendOnlyWhereTheStreamEnds() {
        writer.ok(append(writer, 0, 0, 1));

        assertThat(writer.ask(append(writer, CHUNK - 1, 0, 2)).status()).isEqualTo(Status.CONDITION_FAILED);
        assertThat(writer.ask(append(writer, 2 * CHUNK, 0, 2)).status()).isEqualTo(Status.CONDITION_FAILED);
        assertThat(writer.ask(append(writer, CHUNK, 0, 2)).status()).isEqualTo(Status.OK);
    }

    @Test
    void shouldRefuseWhatIsNoAppend() {
        assertThat(writer.ask(append(writer, 0, 0)).status()).isEqualTo(Status.INVALID_ARGUMENT);
        assertThat(writer.ask(append(writer, 0, 4, 1)).status()).isEqualTo(Status.INVALID_ARGUMENT);
        Append ttlTooEarly = new Append(writer.nextMutation(), NAME, 0, 0, 5, List.of(writer.chunk(1)));
        assertThat(writer.ask(ttlTooEarly).status()).isEqualTo(Status.INVALID_ARGUMENT);
        Chunk empty = new Chunk(0, 0, writer.chunk(1).replicas());
        Append emptyChunk = new Append(writer.nextMutation(), NAME, 0, 0, 0, List.of(empty));
        assertThat(writer.ask(emptyChunk).status()).isEqualTo(Status.INVALID_ARGUMENT);
        writer.ok(append(writer, 0, 0, 1));
        assertThat(writer.ask(append(writer, CHUNK, Append.IF_ABSENT, 2)).status())
                .isEqualTo(Status.INVALID_ARGUMENT);
    }

    @Test
    void shouldLetANewStreamOfTheNameTakeOverAndFreeTheFormerOne() {
        Peer other = shard.client();
        writer.ok(append(writer, 0, 0, 1, 2));
        assertThat(reader.ask(follow(writer.chunkId(1), 2))).isNull();

        other.ok(append(other, 0, 0, 1));

        assertThat(reader.last().status()).isEqualTo(Status.NOT_FOUND);
        assertThat(writer.ask(append(writer, 2 * CHUNK, Append.LAST, 3)).status())
                .isEqualTo(Status.CONDITION_FAILED);
        assertThat(freed()).containsExactly(writer.chunkId(1), writer.chunkId(2));
        assertThat(reply(reader.ask(follow(ChunkId.NONE, 0))).stream()).isEqualTo(other.chunkId(1));
    }

    @Test
    void shouldTellFollowersOfAnAbandonedStreamWhenAnotherObjectIsThere() {
        writer.putInline("b/a", "old", 0);
        writer.ok(append(writer, 0, 0, 1));
        assertThat(reader.ask(follow(writer.chunkId(1), 1))).isNull();

        writer.ok(append(writer, 0, 0, 2));

        assertThat(reader.last().status()).isEqualTo(Status.CONDITION_FAILED);
    }

    @Test
    void shouldLeaveAStreamAloneWhenTheNameIsPut() {
        writer.ok(append(writer, 0, 0, 1));
        assertThat(reader.ask(follow(writer.chunkId(1), 1))).isNull();

        reader.putInline("b/a", "between", 0);

        assertThat(reader.answers()).hasSize(2);
        writer.ok(append(writer, CHUNK, Append.LAST, 2));
        assertThat(((ObjectReply) reader.ok(lookup(0)).body()).sizeBytes()).isEqualTo(2 * CHUNK);
    }

    @Test
    void shouldRefuseToBeginOrPublishIfAbsentWhenTheNameIsTaken() {
        writer.ok(append(writer, 0, Append.IF_ABSENT, 1));
        reader.putInline("b/a", "first", 0);

        assertThat(writer.ask(append(writer, CHUNK, Append.LAST | Append.IF_ABSENT, 2))
                        .status())
                .isEqualTo(Status.EXISTS);
        assertThat(writer.ask(append(writer, 0, Append.IF_ABSENT, 3)).status()).isEqualTo(Status.EXISTS);
    }

    @Test
    void rule2ShouldNeverFreeAChunkOfALivingStream() {
        writer.ok(append(writer, 0, 0, 1));
        writer.ok(new Renew(writer.upload(), 2));

        assertThat(isFree(shard, writer.chunkId(1))).isFalse();
        shard.restart();
        assertThat(isFree(shard, writer.chunkId(1))).isFalse();
        shard.restartFromSnapshot();
        assertThat(isFree(shard, writer.chunkId(1))).isFalse();
    }

    @Test
    void rule2ShouldAbandonTheStreamsOfAnUploadThatExpires() {
        writer.ok(append(writer, 0, 0, 1, 2));
        reader.send(follow(writer.chunkId(1), 2));

        shard.pass(ShardHarness.LEASE_MILLIS);

        assertThat(reader.last().status()).isEqualTo(Status.NOT_FOUND);
        assertThat(writer.ask(append(writer, 2 * CHUNK, Append.LAST, 3)).status())
                .isEqualTo(Status.UPLOAD_EXPIRED);
        assertThat(freed()).containsExactly(writer.chunkId(1), writer.chunkId(2));
        assertThat(shard.state().upload(writer.upload())).isNull();
        shard.restart();
        assertThat(freed()).containsExactly(writer.chunkId(1), writer.chunkId(2));
    }

    /** With the rule taken out a chunk that a node may have erased is appended, and a reader would find nothing. */
    @Test
    void rule2ShouldRefuseWhatMayHaveBeenFreed() {
        writer.ok(new Renew(writer.upload(), 5));
        assertThat(isFree(shard, writer.chunkId(4))).isTrue();
        assertThat(writer.ask(append(writer, 0, 0, 4)).status()).isEqualTo(Status.CHUNK_ABANDONED);

        ShardHarness without = new ShardHarness(new WithoutFloor(), UnaryOperator.identity());
        Peer careless = without.client();
        careless.ok(new Renew(careless.upload(), 5));
        assertThat(careless.ask(append(careless, 0, 0, 4)).status()).isEqualTo(Status.OK);
    }

    private static final class WithoutFloor extends ShardRules {
        @Override
        protected boolean isBelowFloor(UploadState upload, int chunkSequence) {
            return false;
        }
    }

    @Test
    void rule4ShouldAnswerARepetitionFromTheLog() {
        Answer begun = writer.ok(append(writer, 0, 0, 1));
        shard.restart();
        Peer back = resumed(writer);
        assertThat(back.ok(append(writer, writer.lastMutation(), 0, 0, 1)).body())
                .isEqualTo(begun.body());

        Answer published = back.ok(append(writer, writer.nextMutation(), CHUNK, Append.LAST, 2));
        shard.restart();
        back = resumed(writer);
        assertThat(back.ok(append(writer, writer.lastMutation(), CHUNK, Append.LAST, 2))
                        .body())
                .isEqualTo(published.body());

        assertThat(((ObjectReply) back.ok(lookup(0)).body()).chunks()).hasSize(2);
    }

    /** With the rule taken out a repetition begins the stream anew: its followers lose it, and its chunks, still in use, are freed. */
    @Test
    void rule4ShouldNotCarryARepetitionOut() {
        ShardHarness without = new ShardHarness(new WithoutMemory(), UnaryOperator.identity());
        for (ShardHarness harness : List.of(shard, without)) {
            Peer client = harness.client();
            Append begin = append(client, 0, 0, 1);
            client.ok(begin);
            client.ok(begin);
        }

        assertThat(shard.state().nodes().pendingFrees()).isZero();
        assertThat(without.state().nodes().pendingFrees()).isEqualTo(1);
    }

    private static final class WithoutMemory extends ShardRules {
        @Override
        protected ResultImage formerResult(UploadState upload, Mutation mutation) {
            return null;
        }

        @Override
        protected boolean wasCommitted(UploadState upload, int chunkSequence) {
            return false;
        }
    }

    @Test
    void rule4ShouldAppendAChunkOnlyOnce() {
        writer.ok(append(writer, 0, 0, 1));

        assertThat(writer.ask(append(writer, CHUNK, 0, 1)).status()).isEqualTo(Status.CHUNK_REUSED);
        assertThat(writer.ask(append(writer, CHUNK, 0, 2, 2)).status()).isEqualTo(Status.CHUNK_REUSED);
        assertThat(writer.putChunk("b/other", 1).status()).isEqualTo(Status.CHUNK_REUSED);
        assertThat(writer.ask(append(reader, writer.nextMutation(), CHUNK, 0, 3))
                        .status())
                .isEqualTo(Status.INVALID_ARGUMENT);
    }

    @Test
    void rule5ShouldRefuseAppendsThatNameADrainingNode() {
        writer.ok(append(writer, 0, 0, 1));
        shard.connect(Role.CONTROLLER, 1)
                .ok(ShardHarness.node(ShardHarness.NODE, ShardHarness.INCARNATION, NodeState.DRAINING));

        assertThat(writer.ask(append(writer, CHUNK, 0, 2)).status()).isEqualTo(Status.STALE_NODE);
        assertThat(writer.ask(append(writer, CHUNK, Append.LAST)).status()).isEqualTo(Status.OK);
    }

    @Test
    void rule6ShouldNotPublishBytesThatAreLost() {
        writer.ok(append(writer, 0, 0, 1));
        shard.connect(Role.CONTROLLER, 1)
                .ok(ShardHarness.node(ShardHarness.NODE, ShardHarness.INCARNATION + 1, NodeState.LIVE));

        assertThat(writer.ask(append(writer, CHUNK, Append.LAST)).status()).isEqualTo(Status.DATA_LOST);
        assertThat(reader.ask(follow(ChunkId.NONE, 0)).status()).isEqualTo(Status.DATA_LOST);
    }

    @Test
    void rule7ShouldEndTheStreamsOfADroppedJob() {
        writer.ok(append(writer, 0, 0, 1));
        assertThat(reader.ask(follow(writer.chunkId(1), 1))).isNull();

        shard.connect(Role.CONTROLLER, 1).ok(new DropJob(ShardHarness.JOB, 2_000_000_000));

        assertThat(reader.last().status()).isEqualTo(Status.JOB_DROPPED);
        assertThat(shard.core().statistics().streams()).isZero();
        assertThat(isFree(shard, writer.chunkId(1))).isTrue();
    }

    @Test
    void shouldEndTheStreamsOfADeletedBucket() {
        writer.ok(append(writer, 0, 0, 1));
        assertThat(reader.ask(follow(writer.chunkId(1), 1))).isNull();

        writer.ok(new BucketDelete(writer.nextMutation(), "b"));

        assertThat(reader.last().status()).isEqualTo(Status.NOT_FOUND);
        assertThat(writer.ask(append(writer, CHUNK, Append.LAST)).status()).isEqualTo(Status.CONDITION_FAILED);
        assertThat(freed()).containsExactly(writer.chunkId(1));
    }

    @Test
    void shouldRefuseMoreChunksThanALookupCanTell() {
        int most = 1925;
        writer.ok(append(writer, 0, 0, IntStream.rangeClosed(1, 1000).toArray()));
        writer.ok(append(
                writer, 1000L * CHUNK, 0, IntStream.rangeClosed(1001, most).toArray()));

        assertThat(writer.ask(append(writer, (long) most * CHUNK, 0, most + 1)).status())
                .isEqualTo(Status.INVALID_ARGUMENT);
        writer.ok(append(writer, (long) most * CHUNK, Append.LAST));
        assertThat(((ObjectReply) reader.ok(lookup(0)).body()).chunks()).hasSize(most);
    }

    @Test
    void rule15ShouldBoundTheStreamsOfAJob() {
        ShardHarness small = new ShardHarness(config -> config.withMaxStreamsPerJob(1));
        Peer client = small.client();
        client.ok(append(client, 0, 0, 1));

        assertThat(client.ask(another(client)).status()).isEqualTo(Status.QUOTA_EXCEEDED);
        assertThat(client.ask(append(client, 0, 0, 3)).status()).isEqualTo(Status.OK);
        client.ok(append(client, CHUNK, Append.LAST));
        assertThat(client.ask(another(client)).status()).isEqualTo(Status.OK);
    }

    private static Append another(Peer client) {
        return new Append(client.nextMutation(), ObjectName.of("b/z"), 0, 0, 0, List.of(client.chunk(2)));
    }

    @Test
    void shouldKeepTheQuotaOfObjects() {
        JobPut job = ShardHarness.job(ShardHarness.JOB, 2);
        shard.connect(Role.CONTROLLER, 1)
                .ok(new JobPut(job.job(), job.jobName(), 1, 0, 0, 0, 0, job.shards(), job.weightMap()));
        writer.ok(append(writer, 0, 0, 1));
        writer.putInline("b/z", "taken", 0);

        assertThat(writer.ask(append(writer, CHUNK, Append.LAST)).status()).isEqualTo(Status.QUOTA_EXCEEDED);
        writer.ok(new Delete(writer.nextMutation(), ObjectName.of("b/z"), 0));
        assertThat(writer.ask(append(writer, CHUNK, Append.LAST)).status()).isEqualTo(Status.OK);
    }

    @Test
    void shouldCountTheTimeToLiveFromThePublication() {
        writer.ok(new BucketCreate(writer.nextMutation(), "b", 1000));
        writer.ok(append(writer, 0, 0, 1));
        shard.pass(5000);
        writer.ok(append(writer, CHUNK, Append.LAST));

        shard.pass(999);
        assertThat(reader.ask(lookup(0)).status()).isEqualTo(Status.OK);
        shard.pass(1);
        assertThat(reader.ask(lookup(0)).status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void shouldGiveTheSameStateFromLogAndSnapshot() {
        writer.ok(append(writer, 0, 0, 1, 2));
        writer.ok(append(writer, 2 * CHUNK, 0, 3));

        List<byte[]> live = shard.snapshot();
        shard.restart();
        List<byte[]> replayed = shard.snapshot();
        shard.restartFromSnapshot();
        List<byte[]> restored = shard.snapshot();

        // Only the upload counter differs: a start leaves a gap.
        assertThat(replayed.subList(1, replayed.size()))
                .usingRecursiveComparison()
                .isEqualTo(live.subList(1, live.size()));
        assertThat(restored.subList(1, restored.size()))
                .usingRecursiveComparison()
                .isEqualTo(live.subList(1, live.size()));
        Peer back = resumed(writer);
        back.ok(append(writer, writer.nextMutation(), 3 * CHUNK, Append.LAST, 4));
        assertThat(((ObjectReply) back.ok(lookup(0)).body()).chunks()).hasSize(4);
    }
}
