package io.pocket.client.core;

import static io.pocket.client.core.ScriptedServers.bytes;
import static io.pocket.client.core.ScriptedServers.failureOf;
import static io.pocket.client.core.ScriptedServers.resultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.client.core.ScriptedServers.Sent;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.message.Append;
import io.pocket.protocol.message.BucketList;
import io.pocket.protocol.message.BucketListReply;
import io.pocket.protocol.message.BucketOpen;
import io.pocket.protocol.message.BucketReply;
import io.pocket.protocol.message.Commit;
import io.pocket.protocol.message.CountReply;
import io.pocket.protocol.message.Delete;
import io.pocket.protocol.message.Follow;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.ListReply;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.Mutated;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.WeightMapGet;
import io.pocket.protocol.message.Write;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A job whose buckets live on several shards: shard 1 is the first, at the address that the client was given. */
class SeveralShardsTest {
    private static final ObjectName NAME = ObjectName.of("bucket/key");

    private final ScriptedServers servers = new ScriptedServers();

    SeveralShardsTest() {
        servers.jobShards = 3;
    }

    private PutOperation put(String name, int size) {
        ObjectName target = ObjectName.of(name);
        return servers.start(new PutOperation(
                target, PutTerms.NONE, new ArraySource(bytes(size)), servers.in(Duration.ofSeconds(30))));
    }

    private Change delete() {
        return servers.start(Change.delete(NAME, 0, servers.in(Duration.ofSeconds(30))));
    }

    private GetOperation get(Duration await) {
        GetTerms terms = new GetTerms(0, GetTerms.TO_THE_END, await.toNanos(), 0, false);
        return servers.start(new GetOperation(NAME, terms, new ArraySink(), servers.in(Duration.ofSeconds(30))));
    }

    private static BucketReply at(int shard) {
        return new BucketReply(4, shard, "shard" + shard + ":7100");
    }

    private void answerBucketOpen(int shard) {
        servers.ok(servers.take(BucketOpen.class), at(shard));
    }

    private void learnThatBucketIsOn(int shard) {
        put("bucket/first", 5);
        servers.greetAll();
        answerBucketOpen(shard);
        servers.greetAll();
        servers.mutated(servers.take(Commit.class), 1);
    }

    private boolean isAsked(Class<? extends Request> type) {
        return servers.sent.stream().anyMatch(sent -> type.isInstance(sent.request()));
    }

    @Test
    void shouldAskNothingWhileTheJobHasOneShard() {
        servers.jobShards = 1;
        PutOperation put = put("bucket/key", 5);
        servers.greetAll();

        assertThat(isAsked(BucketOpen.class)).isFalse();
        servers.mutated(servers.take(Commit.class), 9);
        assertThat(resultOf(put).version()).isEqualTo(9);
    }

    @Test
    void shouldPutUnderAnUploadOfTheBucketsShard() {
        PutOperation put = put("bucket/key", 5);
        servers.greetAll();
        Sent open = servers.take(BucketOpen.class);
        assertThat(open.to()).isEqualTo(servers.shard());
        assertThat(open.request()).isEqualTo(new BucketOpen("bucket", true));
        servers.ok(open, at(2));
        servers.acceptAll();
        Sent hello = servers.takeHello();
        assertThat(((Hello) hello.request()).expectedId()).isEqualTo(2);
        servers.ok(hello, servers.shardHello(2));

        Sent commit = servers.take(Commit.class);
        assertThat(commit.to().address()).isEqualTo(new HostPort("shard2", 7100));
        assertThat(((Commit) commit.request()).mutation().upload()).isEqualTo(UploadId.of(2, 7));
        assertThat(((Commit) commit.request()).mutation().sequence()).isEqualTo(1);
        servers.mutated(commit, 9);
        assertThat(resultOf(put).version()).isEqualTo(9);
    }

    @Test
    void shouldNumberChunksUnderTheUploadOfTheBucketsShard() {
        put("bucket/key", 150);
        servers.greetAll();
        answerBucketOpen(2);
        servers.greetAll();

        Write write = (Write) servers.take(Write.class).request();

        assertThat(write.chunk().upload()).isEqualTo(UploadId.of(2, 7));
    }

    @Test
    void shouldRememberWhereABucketLives() {
        learnThatBucketIsOn(2);

        delete();

        Sent sent = servers.take(Delete.class);
        assertThat(sent.to().id()).isEqualTo(2);
        assertThat(((Delete) sent.request()).mutation().sequence()).isEqualTo(2);
        assertThat(isAsked(BucketOpen.class)).isFalse();
    }

    @Test
    void shouldNotNeedTheFirstShardForABucketThatIsRemembered() {
        learnThatBucketIsOn(2);
        servers.cut(servers.shard());

        Change delete = delete();
        servers.mutated(servers.take(Delete.class), 2);

        assertThat(resultOf(delete).version()).isEqualTo(2);
        assertThat(servers.connecting).isEmpty();
    }

    @Test
    void shouldConnectToNoShardThatItNeedsNot() {
        learnThatBucketIsOn(2);
        put("other/key", 5);
        answerBucketOpen(1);

        assertThat(servers.connecting).isEmpty();
        assertThat(servers.take(Commit.class).to()).isEqualTo(servers.shard());
    }

    @Test
    void shouldForgetTheBucketsUsedLongestAgo() {
        learnThatBucketIsOn(1);
        for (int i = 0; i < ShardRouter.BUCKETS_MAX; i++) {
            put("b" + i + "/key", 5);
            answerBucketOpen(1);
            servers.mutated(servers.take(Commit.class), 1);
        }

        delete();
        assertThat(isAsked(BucketOpen.class)).isTrue();
        servers.sent.clear();
        put("b" + (ShardRouter.BUCKETS_MAX - 1) + "/again", 5);
        assertThat(isAsked(BucketOpen.class)).isFalse();
    }

    @Test
    void shouldFindNothingInABucketThatDoesNotExist() {
        GetOperation get = get(Duration.ZERO);
        servers.greetAll();
        Sent open = servers.take(BucketOpen.class);
        assertThat(((BucketOpen) open.request()).create()).isFalse();
        servers.refuse(open, Status.NOT_FOUND);
        assertThat(failureOf(get).kind()).isEqualTo(FailureKind.NO_SUCH_OBJECT);

        Question<ListReply> list =
                servers.start(Question.list("bucket/a", Bytes.EMPTY, 10, servers.in(Duration.ofSeconds(1))));
        servers.refuse(servers.take(BucketOpen.class), Status.NOT_FOUND);
        assertThat(resultOf(list)).isEqualTo(new ListReply(77, false, List.of()));

        Question<CountReply> count = servers.start(Question.count("bucket/a", servers.in(Duration.ofSeconds(1))));
        servers.refuse(servers.take(BucketOpen.class), Status.NOT_FOUND);
        assertThat(resultOf(count)).isEqualTo(new CountReply(77, 0, 0));
    }

    @Test
    void shouldPlaceTheBucketInWhichItAwaitsAName() {
        get(Duration.ofSeconds(10));
        servers.greetAll();
        Sent open = servers.take(BucketOpen.class);

        assertThat(((BucketOpen) open.request()).create()).isTrue();
        servers.ok(open, at(2));
        servers.greetAll();
        assertThat(servers.take(Lookup.class).to().id()).isEqualTo(2);
    }

    @Test
    void shouldAskAgainForTheBucketInWhichAReaderAwaitsAName() {
        GetOperation get = get(Duration.ofSeconds(10));
        servers.greetAll();
        servers.refuse(servers.take(BucketOpen.class), Status.FORBIDDEN);
        for (int i = 0; i < 3; i++) {
            Sent open = servers.take(BucketOpen.class);
            assertThat(((BucketOpen) open.request()).create()).isFalse();
            servers.refuse(open, Status.NOT_FOUND);
            assertThat(isAsked(BucketOpen.class)).isFalse();
            servers.toNextTimer();
        }
        answerBucketOpen(2);
        servers.greetAll();
        assertThat(servers.take(Lookup.class).to().id()).isEqualTo(2);
        assertThat(get.isDone()).isFalse();
    }

    @Test
    void shouldEndAReadersWaitForABucketWithItsAwait() {
        GetOperation get = get(Duration.ofSeconds(1));
        servers.greetAll();
        servers.refuse(servers.take(BucketOpen.class), Status.FORBIDDEN);
        while (!get.isDone()) {
            servers.refuse(servers.take(BucketOpen.class), Status.NOT_FOUND);
            if (!get.isDone()) {
                servers.toNextTimer();
            }
        }

        assertThat(failureOf(get).kind()).isEqualTo(FailureKind.NO_SUCH_OBJECT);
        assertThat(servers.now).isBetween(ScriptedServers.SECOND, 2 * ScriptedServers.SECOND);
    }

    @Test
    void shouldNotPutWithATokenThatMayOnlyRead() {
        PutOperation put = put("bucket/key", 5);
        servers.greetAll();
        servers.refuse(servers.take(BucketOpen.class), Status.FORBIDDEN);

        assertThat(failureOf(put).kind()).isEqualTo(FailureKind.FORBIDDEN);
    }

    @Test
    void shouldGoWhereTheBucketLivesWhenAskedShardSaysItIsElsewhere() {
        servers.jobShards = 1;
        Change delete = delete();
        servers.greetAll();
        Sent first = servers.take(Delete.class);
        assertThat(first.to()).isEqualTo(servers.shard());
        servers.refuse(first, Status.WRONG_SHARD);
        Sent open = servers.take(BucketOpen.class);
        servers.ok(open, at(2));
        servers.greetAll();

        Sent second = servers.take(Delete.class);
        assertThat(((Delete) second.request()).mutation().upload()).isEqualTo(UploadId.of(2, 7));
        servers.mutated(second, 9);
        assertThat(resultOf(delete).version()).isEqualTo(9);

        put("other/key", 5);
        assertThat(servers.take(BucketOpen.class).to()).isEqualTo(servers.shard());
    }

    @Test
    void shouldBeginAStreamWhereTheBucketLivesAlthoughItsSourceIsGone() {
        servers.jobShards = 1;
        StepSource source = new StepSource().feed(bytes(100)).finish();
        AppendOperation append =
                servers.start(new AppendOperation(NAME, PutTerms.NONE, source, servers.in(Duration.ofSeconds(30))));
        servers.storeAll();
        servers.refuse(servers.take(Append.class), Status.WRONG_SHARD);
        servers.ok(servers.take(BucketOpen.class), at(2));
        servers.storeAll();

        Append begin = (Append) servers.take(Append.class).request();

        assertThat(begin.mutation().upload()).isEqualTo(UploadId.of(2, 7));
        assertThat(begin.chunks().get(0).replicas().get(0).chunk().upload()).isEqualTo(UploadId.of(2, 7));
        assertThat(append.isDone()).isFalse();
    }

    @Test
    void shouldFollowWhereTheBucketLives() {
        servers.jobShards = 1;
        servers.start(new FollowOperation(NAME, 0, new ArraySink(), servers.in(Duration.ofSeconds(30))));
        servers.greetAll();
        servers.refuse(servers.take(Follow.class), Status.WRONG_SHARD);
        servers.ok(servers.take(BucketOpen.class), at(2));
        servers.greetAll();

        Sent again = servers.take(Follow.class);

        assertThat(again.to().address()).isEqualTo(new HostPort("shard2", 7100));
        assertThat(again.request()).isEqualTo(new Follow(NAME, 0, ChunkId.NONE, 0));
    }

    @Test
    void shouldCountTheRefusedSequenceAsAnswered() {
        servers.jobShards = 1;
        delete();
        servers.greetAll();
        servers.refuse(servers.take(Delete.class), Status.WRONG_SHARD);
        answerBucketOpen(1);

        Delete second = (Delete) servers.take(Delete.class).request();

        assertThat(second.mutation().sequence()).isEqualTo(2);
        assertThat(second.mutation().acknowledgedBelow()).isEqualTo(2);
    }

    @Test
    void shouldKnowThatARepetitionRefusedAsElsewhereDidNothing() {
        servers.jobShards = 1;
        Change delete = delete();
        servers.greetAll();
        servers.take(Delete.class);
        servers.cut(servers.shard());
        servers.toNextTimer();
        servers.greetAll();
        servers.refuse(servers.take(Delete.class), Status.WRONG_SHARD);
        answerBucketOpen(2);
        servers.greetAll();

        servers.mutated(servers.take(Delete.class), 9);

        assertThat(resultOf(delete).version()).isEqualTo(9);
    }

    @Test
    void shouldPauseWhenShardsContradictEachOther() {
        servers.jobShards = 1;
        Change delete = delete();
        servers.greetAll();
        int asked = 0;
        while (!delete.isDone()) {
            if (isAsked(Delete.class)) {
                servers.refuse(servers.take(Delete.class), Status.WRONG_SHARD);
            } else if (isAsked(BucketOpen.class)) {
                asked++;
                answerBucketOpen(1);
            } else {
                servers.toNextTimer();
            }
        }

        assertThat(failureOf(delete).kind()).isEqualTo(FailureKind.DEADLINE_EXCEEDED);
        assertThat(asked).isBetween(2, 200);
    }

    @Test
    void shouldWriteChunksAnewUnderTheUploadOfTheOtherShard() {
        servers.jobShards = 1;
        PutOperation put = put("bucket/key", 150);
        servers.storeAll();
        servers.refuse(servers.take(Commit.class), Status.WRONG_SHARD);
        answerBucketOpen(2);
        servers.storeAll();

        Commit commit = (Commit) servers.take(Commit.class).request();
        assertThat(commit.mutation().upload()).isEqualTo(UploadId.of(2, 7));
        assertThat(commit.chunks())
                .allSatisfy(chunk ->
                        assertThat(chunk.replicas().get(0).chunk().upload()).isEqualTo(UploadId.of(2, 7)))
                .hasSize(2);
        assertThat(put.isDone()).isFalse();
        put("other/key", 5);
        answerBucketOpen(1);
        Commit atFirst = (Commit) servers.take(Commit.class).request();
        assertThat(atFirst.mutation().chunkFloor())
                .as("the first shard may free what was written in vain")
                .isEqualTo(3);
    }

    @Test
    void shouldRepeatAtTheAddressToWhichTheShardHasMoved() {
        learnThatBucketIsOn(2);
        Change delete = delete();
        Sent first = servers.take(Delete.class);
        servers.cut(first.to());
        servers.ok(servers.take(BucketOpen.class), new BucketReply(4, 2, "elsewhere:7200"));
        servers.toNextTimer();
        assertThat(servers.connecting).extracting(Endpoint::address).containsExactly(new HostPort("elsewhere", 7200));
        servers.acceptAll();
        Sent hello = servers.takeHello();
        assertThat(((Hello) hello.request()).resumeUpload()).isEqualTo(UploadId.of(2, 7));
        servers.ok(hello, servers.shardHello(2));

        Sent second = servers.take(Delete.class);
        assertThat(second.request()).isEqualTo(first.request());
        servers.mutated(second, 3);
        assertThat(resultOf(delete).version()).isEqualTo(3);
    }

    @Test
    void shouldNotReconnectToAShardThatNoCallNeedsAnyMore() {
        learnThatBucketIsOn(2);
        Change givenUp = delete();
        servers.cut(servers.take(Delete.class).to());
        answerBucketOpen(2);
        servers.lane.cancel(givenUp, "enough");
        put("other/key", 5);
        answerBucketOpen(1);

        servers.pass(Duration.ofSeconds(1));

        assertThat(servers.connecting).isEmpty();
        assertThat(servers.take(Commit.class).to()).isEqualTo(servers.shard());
    }

    @Test
    void shouldSayWhichShardCannotBeReached() {
        learnThatBucketIsOn(2);
        Change delete = delete();
        servers.cut(servers.take(Delete.class).to());
        while (!delete.isDone()) {
            servers.sent.clear();
            List.copyOf(servers.connecting).forEach(servers::cut);
            servers.toNextTimer();
        }

        assertThat(failureOf(delete).kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failureOf(delete).message()).contains("metadata shard 2 at shard2:7100");
    }

    @Test
    void shouldLeaveOthersAloneWhenOneShardRefusesTheClient() {
        learnThatBucketIsOn(2);
        put("other/key", 5);
        answerBucketOpen(1);
        Change there = servers.start(Change.delete(ObjectName.of("third/key"), 0, servers.in(Duration.ofSeconds(30))));
        answerBucketOpen(3);
        servers.acceptAll();

        servers.refuse(servers.takeHello(), Status.UNAUTHENTICATED);

        assertThat(failureOf(there).kind()).isEqualTo(FailureKind.UNAUTHENTICATED);
        assertThat(isAsked(Commit.class)).isTrue();
    }

    @Test
    void shouldTakeTheWeightMapFromTheShardThatHasANewerOne() {
        learnThatBucketIsOn(2);
        delete();
        servers.okMapStale(servers.take(Delete.class), new Mutated(2, 1));

        assertThat(servers.take(WeightMapGet.class).to().id()).isEqualTo(2);
    }

    @Test
    void shouldAskTheFirstShardForAllBuckets() {
        learnThatBucketIsOn(2);
        Question<BucketListReply> list = servers.start(Question.buckets("", 10, servers.in(Duration.ofSeconds(1))));
        Sent sent = servers.take(BucketList.class);
        assertThat(sent.to()).isEqualTo(servers.shard());
        servers.ok(sent, new BucketListReply(1, false, List.of()));
        assertThat(resultOf(list).buckets()).isEmpty();
    }

    @Test
    void shouldRefuseAnAddressThatIsNone() {
        PutOperation put = put("bucket/key", 5);
        servers.greetAll();
        servers.ok(servers.take(BucketOpen.class), new BucketReply(4, 2, "nowhere"));

        assertThat(failureOf(put).kind()).isEqualTo(FailureKind.SERVER_ERROR);
    }
}
