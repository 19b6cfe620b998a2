package io.pocket.metadata.core;

import static io.pocket.metadata.core.ShardHarness.JOB;
import static io.pocket.metadata.core.ShardHarness.SHARD;
import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.metadata.core.ShardHarness.Answer;
import io.pocket.metadata.core.ShardHarness.Peer;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Append;
import io.pocket.protocol.message.AwaitCount;
import io.pocket.protocol.message.BucketCreate;
import io.pocket.protocol.message.BucketDelete;
import io.pocket.protocol.message.BucketEntry;
import io.pocket.protocol.message.BucketList;
import io.pocket.protocol.message.BucketListReply;
import io.pocket.protocol.message.BucketOpen;
import io.pocket.protocol.message.BucketReply;
import io.pocket.protocol.message.ClaimEnd;
import io.pocket.protocol.message.Count;
import io.pocket.protocol.message.Delete;
import io.pocket.protocol.message.Follow;
import io.pocket.protocol.message.ListNames;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.Rename;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.ShardEntry;
import io.pocket.protocol.message.ShardsPut;
import io.pocket.protocol.message.Stat;
import io.pocket.protocol.token.JobToken;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A job whose first shard is the one under test, and which has others. */
class BucketsTest {
    private static final int SECOND = 8;
    private static final int THIRD = 9;

    private final ShardHarness shard = new ShardHarness();
    private final Peer controller = shard.connect(Role.CONTROLLER, 1);
    private final Peer client = shard.client();

    private void spread(Integer... shards) {
        controller.ok(ShardHarness.job(JOB, 1, List.of(shards)));
        controller.ok(shards(0));
    }

    private static ShardsPut shards(int addressOffset) {
        List<ShardEntry> entries = new ArrayList<>();
        for (int id : List.of(SHARD, SECOND, THIRD)) {
            entries.add(new ShardEntry(id, 100 + id, 1, "127.0.0.1:" + (7000 + addressOffset + id)));
        }
        return new ShardsPut(entries);
    }

    private static BucketOpen create(String bucket) {
        return new BucketOpen(bucket, true);
    }

    private static BucketOpen find(String bucket) {
        return new BucketOpen(bucket, false);
    }

    private int shardOf(BucketOpen open) {
        return ((BucketReply) client.ok(open).body()).shardId();
    }

    private List<String> listed(String cursor, int limit) {
        BucketListReply page =
                (BucketListReply) client.ok(new BucketList(cursor, limit)).body();
        return page.buckets().stream().map(BucketEntry::bucket).toList();
    }

    private static Lookup await(String name) {
        return new Lookup(Lookup.AWAIT, ObjectName.of(name), 0, Mutation.NONE, 0);
    }

    @Test
    void shouldTellAClientHowManyShardsTheJobHas() {
        assertThat(client.hello().jobShards()).isEqualTo(1);

        spread(SHARD, SECOND, THIRD);

        assertThat(shard.client().hello().jobShards()).isEqualTo(3);
    }

    @Test
    void shouldPlaceNewBucketsWhereTheFewestAre() {
        spread(SHARD, SECOND, THIRD);

        assertThat(List.of(shardOf(create("a")), shardOf(create("b")), shardOf(create("c"))))
                .containsExactlyInAnyOrder(SHARD, SECOND, THIRD);
        assertThat(shardOf(create("b"))).isEqualTo(shardOf(find("b")));
    }

    @Test
    void shouldGiveNewBucketsToAnAddedShardUntilItHasCaughtUp() {
        spread(SHARD, SECOND);
        for (int i = 0; i < 6; i++) {
            client.ok(create("old" + i));
        }

        spread(SHARD, SECOND, THIRD);

        for (int i = 0; i < 3; i++) {
            assertThat(shardOf(create("new" + i))).isEqualTo(THIRD);
        }
        assertThat(shardOf(create("next"))).isEqualTo(SHARD);
    }

    @Test
    void shouldTellTheAddressOfTheBucketsShard() {
        spread(SHARD, SECOND);
        client.ok(create("a"));
        controller.ok(shards(500));

        assertThat(((BucketReply) client.ok(create("b")).body()).address()).isEqualTo("127.0.0.1:" + (7500 + SECOND));
    }

    @Test
    void shouldPlaceNothingWhereItCouldNotSendAnybody() {
        controller.ok(ShardHarness.job(JOB, 1, List.of(SHARD, SECOND)));

        assertThat(client.ask(create("a")).status()).isEqualTo(Status.UNAVAILABLE);
        assertThat(client.ask(find("a")).status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void shouldNotFindABucketThatNobodyCreated() {
        spread(SHARD, SECOND);

        assertThat(client.ask(find("a")).status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void shouldKeepBucketsThatHaveObjectsHere() {
        client.putInline("a/1", "x", 0);
        client.ok(new BucketCreate(client.nextMutation(), "b", 0));
        spread(SHARD, SECOND);

        assertThat(shardOf(create("a"))).isEqualTo(SHARD);
        assertThat(shardOf(create("b"))).isEqualTo(SHARD);
        assertThat(shardOf(create("c"))).isEqualTo(SECOND);
    }

    @Test
    void shouldTakeInABucketThatIsPutHereUnasked() {
        spread(SHARD, SECOND);

        assertThat(client.putInline("a/1", "x", 0).status()).isEqualTo(Status.OK);

        assertThat(shardOf(create("a"))).isEqualTo(SHARD);
    }

    @Test
    void shouldRememberPlacesAndAddressesAfterARestart() {
        spread(SHARD, SECOND);
        client.ok(create("a"));
        client.ok(create("b"));
        client.putInline("c/1", "x", 0);

        shard.restart();
        Peer afterLog = shard.client();
        assertThat(((BucketReply) afterLog.ok(find("b")).body()))
                .extracting(BucketReply::shardId, BucketReply::address)
                .containsExactly(SECOND, "127.0.0.1:" + (7000 + SECOND));
        assertThat(((BucketReply) afterLog.ok(find("c")).body()).shardId()).isEqualTo(SHARD);

        shard.restartFromSnapshot();
        Peer afterSnapshot = shard.client();
        assertThat(((BucketListReply) afterSnapshot.ok(new BucketList("", 10)).body()).buckets())
                .containsExactly(
                        new BucketEntry("a", SHARD), new BucketEntry("b", SECOND), new BucketEntry("c", SHARD));
        assertThat(((BucketReply) afterSnapshot.ok(find("b")).body()).address())
                .isEqualTo("127.0.0.1:" + (7000 + SECOND));
    }

    @Test
    void shouldRefuseWhatIsAboutABucketThatLivesElsewhere() {
        spread(SHARD, SECOND);
        client.ok(create("a"));
        client.ok(create("b"));
        ObjectName name = ObjectName.of("b/1");
        List<Request> requests = List.of(
                new Lookup(0, name, 0, Mutation.NONE, 0),
                await("b/1"),
                new Lookup(Lookup.CLAIM, name, 0, client.nextMutation(), 1000),
                new Stat(name),
                new ListNames(Bytes.utf8("b/"), Bytes.EMPTY, 10),
                new Count(Bytes.utf8("b/")),
                new AwaitCount(Bytes.utf8("b/"), 1),
                client.commitOf(client.nextMutation(), "b/1", 1),
                new Append(client.nextMutation(), name, 0, 0, 0, List.of(client.chunk(1))),
                new Append(client.nextMutation(), name, 5000, Append.LAST, 0, List.of()),
                new Follow(name, Follow.AWAIT, ChunkId.NONE, 0),
                new Delete(client.nextMutation(), name, 0),
                new Rename(client.nextMutation(), name, ObjectName.of("b/2"), false),
                new ClaimEnd(client.nextMutation(), name, 7, true),
                new BucketCreate(client.nextMutation(), "b", 0),
                new BucketDelete(client.nextMutation(), "b"));

        assertThat(requests)
                .allSatisfy(request -> assertThat(client.ask(request).status()).isEqualTo(Status.WRONG_SHARD));
        assertThat(shard.core().statistics().wrongShardAnswers()).isEqualTo(requests.size());
        assertThat(shard.core().statistics().bucketsElsewhere()).isEqualTo(1);
        assertThat(client.putInline("a/1", "x", 0).status()).isEqualTo(Status.OK);
    }

    @Test
    void shouldAnswerARepetitionFromTheLogEvenIfTheBucketIsElsewhereNow() {
        spread(SHARD, SECOND);
        client.putInline("a/1", "x", 0);
        Mutation deletion = client.nextMutation();
        client.ok(new BucketDelete(deletion, "a"));
        client.ok(create("b"));
        assertThat(shardOf(create("a"))).isEqualTo(SECOND);

        assertThat(client.ask(new BucketDelete(deletion, "a")).status()).isEqualTo(Status.OK);
    }

    @Test
    void shouldTellThoseWhoWaitThatTheirBucketCameIntoBeingElsewhere() {
        Peer early = shard.client();
        spread(SHARD, SECOND);
        client.ok(create("a"));
        early.send(await("b/1"));
        early.send(await("c/1"));
        int waiting = early.answers().size();

        client.ok(create("b"));

        assertThat(early.answers()).hasSize(waiting + 1);
        assertThat(early.last().status()).isEqualTo(Status.WRONG_SHARD);
    }

    @Test
    void shouldTellThoseWhoWaitForACountThatTheirBucketCameIntoBeingElsewhere() {
        Peer early = shard.client();
        spread(SHARD, SECOND);
        client.ok(create("a"));
        early.send(new AwaitCount(Bytes.utf8("b/x"), 1));
        early.send(new AwaitCount(Bytes.utf8("b/x"), 2));
        early.send(new AwaitCount(Bytes.utf8("bb/"), 1));
        int waiting = early.answers().size();

        client.ok(create("b"));

        assertThat(early.answers()).hasSize(waiting + 2);
        assertThat(early.answers().subList(waiting, waiting + 2))
                .extracting(Answer::status)
                .containsOnly(Status.WRONG_SHARD);
        assertThat(shard.core().waitingCounts()).isEqualTo(1);
    }

    @Test
    void shouldLeaveTheBucketsToTheJobsFirstShard() {
        spread(SECOND, SHARD);

        assertThat(client.ask(create("a")).status()).isEqualTo(Status.WRONG_SHARD);
        assertThat(client.ask(new BucketList("", 10)).status()).isEqualTo(Status.WRONG_SHARD);
        assertThat(client.putInline("a/1", "x", 0).status()).isEqualTo(Status.OK);
    }

    @Test
    void shouldNotLetAReaderPlaceABucket() {
        spread(SHARD, SECOND);
        Peer reader = shard.connect(Role.CLIENT, JOB, 0, JobToken.READ);

        assertThat(reader.ask(create("a")).status()).isEqualTo(Status.FORBIDDEN);
        assertThat(reader.ask(find("a")).status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void shouldBoundTheBucketsOfAJob() {
        shard.restartWithMaxBucketsPerJob(2);
        Peer again = shard.client();
        Peer pusher = shard.connect(Role.CONTROLLER, 1);
        pusher.ok(ShardHarness.job(JOB, 1, List.of(SHARD, SECOND)));
        pusher.ok(shards(0));
        again.ok(create("a"));
        again.ok(create("b"));

        Answer refusal = again.ask(create("c"));

        assertThat(refusal.status()).isEqualTo(Status.QUOTA_EXCEEDED);
        assertThat(again.ask(create("a")).status()).isEqualTo(Status.OK);
    }

    @Test
    void shouldRefuseBadNamesCursorsAndLimits() {
        spread(SHARD, SECOND);
        List<Request> bad = List.of(
                create(""),
                create("a/b"),
                find("é".repeat(600)),
                new BucketList("a/b", 10),
                new BucketList("", 0),
                new BucketList("", 1001));

        assertThat(bad)
                .allSatisfy(request -> assertThat(client.ask(request).status()).isEqualTo(Status.INVALID_ARGUMENT));
    }

    @Test
    void shouldListBucketsInTheOrderOfTheNamesInThem() {
        spread(SHARD, SECOND);
        for (String bucket : List.of("b", "a.b", "a", "a0", "a-")) {
            client.ok(create(bucket));
        }
        client.putInline("aa/1", "x", 0);

        assertThat(listed("", 10)).containsExactly("a-", "a.b", "a", "a0", "aa", "b");
        assertThat(listed("", 2)).containsExactly("a-", "a.b");
        assertThat(listed("a.b", 3)).containsExactly("a", "a0", "aa");
        assertThat(listed("between", 3)).isEmpty();
        assertThat(listed("aaa", 3)).containsExactly("b");
    }

    @Test
    void shouldNotExceedABodyWithAPageOfLongNames() {
        spread(SHARD);
        for (int i = 0; i < 100; i++) {
            client.ok(create(String.format("%03d", i) + "x".repeat(1000)));
        }

        BucketListReply page =
                (BucketListReply) client.ok(new BucketList("", 1000)).body();

        assertThat(page.more()).isTrue();
        assertThat(page.bodyLength()).isLessThanOrEqualTo(65_536);
        int first = page.buckets().size();
        assertThat(listed(page.buckets().getLast().bucket(), 1000)).hasSize(100 - first);
    }

    @Test
    void shouldListTheBucketsOfAJobWithOneShardToo() {
        client.putInline("b/1", "x", 0);
        client.putInline("a/1", "x", 0);

        assertThat(listed("", 10)).containsExactly("a", "b");
    }
}
